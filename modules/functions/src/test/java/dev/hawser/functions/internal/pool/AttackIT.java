package dev.hawser.functions.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.functions.FunctionOutcome;
import dev.hawser.functions.FunctionOutcome.Stopped;
import dev.hawser.functions.FunctionOutcome.Threw;
import dev.hawser.functions.StopReason;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Strangers' code that tries to hurt; each case with what its author gets to see. */
class AttackIT {
  private static OpenFunctions open;

  @BeforeAll
  static void start() {
    open = OpenFunctions.processes(1, Duration.ofSeconds(2));
  }

  @AfterAll
  static void end() {
    open.close();
  }

  /** For code that only the time limit ends: each case takes as long as that. */
  private static OpenFunctions brief() {
    return OpenFunctions.processes(1, Duration.ofSeconds(1));
  }

  private static void endsAt(StopReason reason, String code) throws InterruptedException {
    endsAt(open, reason, code);
  }

  private static void endsInTime(OpenFunctions brief, String code) throws InterruptedException {
    endsAt(brief, StopReason.CPU_TIME, code);
  }

  private static void endsAt(OpenFunctions functions, StopReason reason, String code)
      throws InterruptedException {
    Stopped stopped = functions.stopped(code);
    assertThat(stopped.reason()).as(code + " " + stopped.message()).isEqualTo(reason);
    assertThat(functions.returned("export default () => 'alive'")).isEqualTo("\"alive\"");
  }

  @Test
  void loops_end_at_the_time_limit_and_keep_their_log() throws Exception {
    try (OpenFunctions brief = brief()) {
      Stopped stopped =
          brief.stopped("export default () => { console.log('before'); while (true); }");
      assertThat(stopped.reason()).isEqualTo(StopReason.CPU_TIME);
      assertThat(stopped.message()).contains("more than 1 s", "loop");
      assertThat(stopped.log()).extracting("text").containsExactly("before");
      endsInTime(brief, "while (true);\nexport default () => 1");
      endsInTime(brief, "export default async () => { while (true) await null }");
      endsInTime(
          brief, "export default () => { const f = () => Promise.resolve().then(f); return f() }");
      endsInTime(
          brief,
          "export default () => { function* g() { while (true) yield 1 } let n = 0; for (const x of g()) n += x; return n }");
      endsInTime(
          brief,
          "export default () => { const p = new Proxy({}, { get: (t, k, r) => { while (true); } }); return p.x }");
      endsInTime(brief, "export default () => { try { while (true); } finally { while (true); } }");
      endsInTime(brief, "export default () => ({ toJSON() { while (true); } })");
      endsInTime(brief, "export default () => ({ get then() { while (true); } })");
      endsInTime(
          brief,
          "export default () => { throw { get message() { while (true); }, toJSON() { while (true); } } }");
    }
  }

  /** The comparator is consistent: the engine gives up sorting by one that contradicts itself. */
  @Test
  void long_built_ins_end_too() throws Exception {
    try (OpenFunctions brief = brief()) {
      endsInTime(
          brief,
          "export default () => /^(a|a)*$/.test('a'.repeat(50) + 'b') + /^(?:(a+)+)\\1$/.test('a'.repeat(60) + 'b')");
      endsInTime(
          brief,
          "export default () => [...Array(100000).keys()].sort((a, b) => { for (let i = 0; i < 1000; i++); return a * 7919 % 100003 - b * 7919 % 100003 })");
    }
  }

  @Test
  void allocation_ends_at_the_memory_limit_and_only_there() throws Exception {
    Stopped stopped = open.stopped("export default () => Array.from({ length: 1e9 })");
    assertThat(stopped.reason()).isIn(StopReason.MEMORY, StopReason.CPU_TIME);
    endsAt(
        StopReason.MEMORY,
        "export default () => { const all = []; while (true) all.push(new Float64Array(1e5)) }");
    assertThat(open.stopped("export default () => new Array(1e9).fill(0).map((x) => [x])").reason())
        .isIn(StopReason.MEMORY, StopReason.CPU_TIME);
    assertThat(
            open.counted("hawser.functions.runner.ends", "reason", "memory")
                + open.counted("hawser.functions.runner.ends", "reason", "cpu-time"))
        .isPositive();
    assertThat(open.threw("export default () => { let s = 'a'; while (true) s += s }").message())
        .contains("Invalid string length");
    FunctionOutcome huge =
        open.run(
            "export default () => JSON.stringify(Array(5000).fill(Array(1000).fill('x'.repeat(100))))");
    assertThat(huge).isInstanceOfAny(Stopped.class, Threw.class);
    assertThat(open.returned("export default () => 'alive'")).isEqualTo("\"alive\"");
  }

  @Test
  void recursion_is_a_range_error_or_is_stopped() throws Exception {
    assertThat(open.threw("export default () => { const f = () => f() + 1; return f() }"))
        .satisfies(t -> assertThat(t.name()).isEqualTo("RangeError"))
        .satisfies(t -> assertThat(t.line()).isEqualTo(1));
    assertThat(
            open.threw(
                    "export default () => { let a = []; for (let i = 0; i < 1e5; i++) a = [a]; return JSON.stringify(a) }")
                .name())
        .isEqualTo("RangeError");
    assertThat(
            open.run(
                "export default () => { let a = []; for (let i = 0; i < 1e5; i++) a = [a]; return a }"))
        .isInstanceOf(Stopped.class);
    endsAt(StopReason.STACK, "export default () => " + "[".repeat(60_000) + "]".repeat(60_000));
  }

  @Test
  void there_is_no_way_to_make_code_of_text() throws Exception {
    for (String code :
        new String[] {
          "eval('1')",
          "Function('return 1')()",
          "new Function('return 1')()",
          "(() => 1).constructor.constructor('return 1')()",
          "(async () => 1).constructor('return 1')()",
          "(function* () {}).constructor('yield 1')().next()",
          "[].at.constructor('return this')()"
        }) {
      assertThat(open.threw("export default () => " + code).message())
          .as(code)
          .contains("dynamic evaluation of code is disabled");
    }
  }

  @Test
  void there_is_nothing_of_the_host() throws Exception {
    assertThat(
            open.returned(
                """
                export default () => ['Java', 'Polyglot', 'Packages', 'Graal', 'load', 'loadWithNewGlobal', 'quit', 'exit',
                  'print', 'printErr', 'read', 'readline', 'require', 'process', 'Deno', 'WebAssembly', 'setTimeout', 'fetch',
                  'java', 'javax', 'org', 'importScripts', 'performance']
                  .filter((name) => name in globalThis)
                """))
        .isEqualTo("[]");
    assertThat(open.threw("export default () => Java.type('java.lang.System')").message())
        .contains("Java is not defined");
    assertThat(
            open.threw("export default (i, lib) => console.log.constructor('return 1')()")
                .message())
        .contains("dynamic evaluation");
    assertThat(
            open.threw(
                    "export default () => Atomics.wait(new Int32Array(new SharedArrayBuffer(8)), 0, 0)")
                .message())
        .contains("Unsupported operation");
  }

  @Test
  void a_thrown_value_that_cannot_be_shown_is_thrown_all_the_same() throws Exception {
    double lost = open.counted("hawser.functions.runner.ends", "reason", "lost");
    String hostile =
        "{ toJSON() { throw 1 }, toString() { throw 1 }, get [Symbol.toStringTag]() { throw 1 } }";
    for (String value :
        new String[] {
          hostile,
          "(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy })()",
          "(() => { const { proxy, revoke } = Proxy.revocable([], {}); revoke(); return proxy })()",
          "new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 1 }, ownKeys() { throw 1 } })"
        }) {
      for (String code :
          new String[] {
            "export default () => { throw %s }",
            "export default async () => { throw %s }",
            "export default () => Promise.reject(%s)",
            "throw %s;\nexport default () => 1"
          }) {
        assertThat(open.threw(code.formatted(value)).message())
            .as(code.formatted(value))
            .contains("a value that cannot be shown");
      }
      assertThat(open.functions().check(OpenFunctions.PROJECT, "throw " + value + ";"))
          .as(value)
          .singleElement()
          .satisfies(p -> assertThat(p.message()).contains("a value that cannot be shown"));
      assertThat(
              open.returned(
                  "export default () => { console.log(%s); return 'logged' }".formatted(value)))
          .isEqualTo("\"logged\"");
    }
    assertThat(open.counted("hawser.functions.runner.ends", "reason", "lost")).isEqualTo(lost);
  }

  @Test
  void nothing_can_be_imported() throws Exception {
    for (String path :
        new String[] {
          "/etc/passwd", "file:///etc/passwd", "http://127.0.0.1/x.mjs", "./function.mjs"
        }) {
      assertThat(open.run("export default () => import('" + path + "').then(() => 'imported')"))
          .as(path)
          .isInstanceOf(Threw.class);
      assertThat(open.run("import '" + path + "';\nexport default () => 'imported'"))
          .as(path)
          .isInstanceOf(Threw.class);
    }
  }

  /**
   * The engine reads modules out of data URLs: more code, but of the same customer and as confined.
   */
  @Test
  void code_in_a_data_url_has_no_more_rights_than_the_rest() throws Exception {
    String imported =
        "export default async () => (await import('data:text/javascript,' + encodeURIComponent('%s'))).default";
    assertThat(
            open.returned(
                imported.formatted(
                    "export default [typeof Java, typeof Polyglot, typeof load, typeof print]")))
        .isEqualTo("[\"undefined\",\"undefined\",\"undefined\",\"undefined\"]");
    assertThat(open.threw(imported.formatted("export default eval(\"1\")")).message())
        .contains("dynamic evaluation of code is disabled");
    assertThat(open.stopped(imported.formatted("while (true);")).reason())
        .isEqualTo(StopReason.CPU_TIME);
  }

  @Test
  void what_a_function_does_to_its_globals_is_gone_with_it() throws Exception {
    String spoil =
        """
        Object.prototype.polluted = 'yes';
        Array.prototype.map = () => 'stolen';
        JSON.stringify = () => '"stolen"';
        JSON.parse = () => 'stolen';
        Promise.prototype.then = () => { throw 1 };
        String.prototype.slice = () => 'stolen';
        Error.prototype.toString = () => 'stolen';
        globalThis.leak = 'secret';
        globalThis.console = undefined;
        export default async (input) => [input, 'mine']
        """;
    assertThat(open.run(OpenFunctions.project(), spoil, "{\"a\":1}"))
        .satisfies(o -> assertThat(OpenFunctions.json(o)).isEqualTo("[{\"a\":1},\"mine\"]"));
    String look =
        "export default async () => { console.log('x'); return [{}.polluted ?? 'clean', typeof leak, [1].map((x) => x + 1), JSON.stringify({})] }";
    assertThat(OpenFunctions.json(open.run(OpenFunctions.project(), look, "null")))
        .isEqualTo("[\"clean\",\"undefined\",[2],\"{}\"]");
  }

  @Test
  void libraries_spoilt_by_one_call_are_whole_in_the_next() throws Exception {
    assertThat(
            open.returned(
                "export default (i, lib) => { lib.hash.sha256 = () => 'stolen'; delete lib.collections; return lib.hash.sha256('abc') }"))
        .isEqualTo("\"stolen\"");
    assertThat(open.returned("export default (i, lib) => lib.hash.sha256('abc')"))
        .startsWith("\"ba7816bf");
  }

  @Test
  void a_killed_runner_costs_its_call_a_second_attempt_only() throws Exception {
    Set<ProcessHandle> others = Set.copyOf(OpenFunctions.runners());
    try (OpenFunctions patient = OpenFunctions.processes(1, Duration.ofSeconds(10))) {
      assertThat(patient.returned("export default () => 1")).isEqualTo("1");
      ProcessHandle runner =
          OpenFunctions.runners().stream()
              .filter(one -> !others.contains(one))
              .findFirst()
              .orElseThrow();
      Duration before = computed(runner);
      var running =
          java.util.concurrent.CompletableFuture.supplyAsync(
              () -> {
                try {
                  return patient.returned(
                      "export default () => { const end = Date.now() + 1000; while (Date.now() < end); return 'done' }");
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      // It runs: the runner computes.
      await()
          .pollInterval(Duration.ofMillis(20))
          .atMost(Duration.ofMinutes(1))
          .until(() -> computed(runner).minus(before).toMillis() >= 100);
      runner.destroyForcibly();
      assertThat(running.get(2, java.util.concurrent.TimeUnit.MINUTES)).isEqualTo("\"done\"");
      assertThat(patient.counted("hawser.functions.runner.ends", "reason", "lost")).isOne();
    }
  }

  private static Duration computed(ProcessHandle runner) {
    return runner.info().totalCpuDuration().orElse(Duration.ZERO);
  }
}
