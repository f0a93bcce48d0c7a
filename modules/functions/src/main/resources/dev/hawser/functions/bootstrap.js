// Runs first in every context: takes away what a function must not have, puts what it gets, and keeps
// its own references to the built-ins so that customers' code cannot change how it is answered.
(() => {
  'use strict';
  const { parse, stringify } = JSON;
  const { isArray } = Array;
  const { keys } = Object;
  const uncurry = Function.prototype.bind.bind(Function.prototype.call);
  const then = uncurry(Promise.prototype.then);
  const slice = uncurry(String.prototype.slice);
  const shown = uncurry(Object.prototype.toString);
  const has = uncurry(Set.prototype.has);
  const add = uncurry(Set.prototype.add);
  const drop = uncurry(Set.prototype.delete);
  const [ErrorOf, MapOf, SetOf, Text, PromiseOf] = [Error, Map, Set, String, Promise];
  const write = console.log;
  const plainName = /^[A-Za-z_$][\w$]*$/;
  const isPlainName = uncurry(RegExp.prototype.test);

  for (const name of ['Graal', 'Java', 'Packages', 'Polyglot', 'console', 'load', 'loadWithNewGlobal', 'print', 'printErr']) {
    delete globalThis[name];
  }
  const console_ = {};
  for (const level of ['debug', 'log', 'info', 'warn', 'error']) {
    console_[level] = (...values) => {
      let line = '\u0001' + level;
      for (let i = 0; i < values.length && line.length < 4000; i++) line += ' ' + logged(values[i]);
      write(line);
    };
  }
  Object.defineProperty(globalThis, 'console', { value: console_, writable: true, configurable: true });

  const state = { kind: 'pending', json: '', name: '', message: '', stack: '' };

  function text(value, most) {
    try {
      return slice(typeof value === 'symbol' ? value.toString() : Text(value), 0, most);
    } catch {
      // Its own conversion throws; a proxy that is revoked or a getter can make even ours throw.
      try {
        return slice(shown(value), 0, most);
      } catch {
        return 'a value that cannot be shown';
      }
    }
  }

  function described(value) {
    if (typeof value === 'string') return slice(value, 0, 4000);
    if (typeof value === 'function') return 'a function';
    try {
      const json = stringify(value);
      return json === undefined ? text(value, 4000) : slice(json, 0, 4000);
    } catch {
      return text(value, 4000);
    }
  }

  function logged(value) {
    if (typeof value !== 'object' || value === null) return text(value, 4000);
    try {
      if (value instanceof ErrorOf) return text(value, 4000);
      if (value instanceof MapOf || value instanceof SetOf) return shown(value) + described([...value]);
    } catch {
      // Not even what it is can be asked.
    }
    return described(value);
  }

  function fail(thrown) {
    state.kind = 'threw';
    try {
      if (thrown instanceof ErrorOf) {
        state.name = text(thrown.name, 200);
        state.message = text(thrown.message, 4000);
        state.stack = text(thrown.stack, 16000);
        if (thrown.cause !== undefined) {
          const { cause } = thrown;
          state.message += ' (cause: ' + (cause instanceof ErrorOf ? text(cause, 1000) : slice(described(cause), 0, 1000)) + ')';
        }
        return;
      }
    } catch {
      // A getter of theirs threw: what is known so far must do.
    }
    state.name ||= 'Error';
    state.message ||= described(thrown);
  }

  function refuse(message) {
    state.kind = 'not-json';
    state.message = message;
  }

  // Where JSON.stringify found what it refuses: a BigInt or a cycle. Only what it would have read.
  function culprit(value, path, above) {
    if (typeof value === 'bigint') return `a BigInt at ${path}, which JSON does not have: take Number(x) or String(x)`;
    if (value === null || typeof value !== 'object') return undefined;
    if (has(above, value)) return `a cyclic structure: ${path} is a value that it is itself inside of`;
    add(above, value);
    const list = isArray(value);
    const names = keys(value);
    for (let i = 0; i < names.length; i++) {
      const name = names[i];
      const step = list ? `[${name}]` : isPlainName(plainName, name) ? `.${name}` : `[${stringify(slice(name, 0, 100))}]`;
      const found = culprit(value[name], path + step, above);
      if (found !== undefined) return found;
    }
    drop(above, value);
    return undefined;
  }

  function settle(value) {
    try {
      if (value === undefined) {
        state.json = 'null';
      } else if (value instanceof MapOf || value instanceof SetOf) {
        const kind = value instanceof MapOf ? 'Map' : 'Set';
        return refuse(`The function returned a ${kind}, which is not JSON: take ${kind === 'Map' ? 'Object.fromEntries(map)' : '[...set]'}`);
      } else {
        const json = stringify(value);
        if (json === undefined) return refuse(`The function returned a ${typeof value}, which is not JSON`);
        state.json = json;
      }
      state.kind = 'returned';
    } catch (error) {
      let found;
      try {
        found = culprit(value, 'result', new SetOf());
      } catch {
        found = 'something nested too deep or too strange for JSON';
      }
      if (found !== undefined) refuse('The function returned ' + found);
      else fail(error);
    }
  }

  const lib = {};
  const partName = (name, get) => Object.defineProperty(lib, name, { get, enumerable: true, configurable: true });

  // A library comes to life when it is touched first; those that the code does not name are not loaded.
  function provide(name, make) {
    partName(name, () => {
      const value = make();
      Object.defineProperty(lib, name, { value, enumerable: true, configurable: true });
      return value;
    });
  }

  function withhold(name) {
    partName(name, () => {
      throw new TypeError(`write lib.${name} in the code: only libraries that it names are loaded`);
    });
  }

  return {
    state,
    fail,
    provide,
    withhold,
    isFunction: (value) => typeof value === 'function',
    start(run, input) {
      const value = run(parse(input), lib);
      if (value instanceof PromiseOf) return void then(value, settle, fail);
      if (value !== null && (typeof value === 'object' || typeof value === 'function') && typeof value.then === 'function') {
        then(new PromiseOf((resolve) => resolve(value)), settle, fail);
      } else {
        settle(value);
      }
    },
  };
})()
