import * as toolkit from 'es-toolkit/compat';

// Without what needs timers or makes code of text: there is neither in the sandbox.
const { debounce, defer, delay, throttle, template, templateSettings, default: all, ...collections } = toolkit;
export default collections;
