package dev.hawser.functions.internal.guest;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What to do instead, for names that customers know from elsewhere and that are not here. */
final class Hints {
  private static final Pattern UNDEFINED = Pattern.compile("(\\w+) is not defined");
  private static final String TIMERS = "a function has no timers; use a delay step";
  private static final String NETWORK = "a function has no network; use a request step before it";
  private static final String MODULES =
      "a function is one JavaScript module: write export default (input, lib) => …";
  private static final Map<String, String> BY_NAME =
      Map.ofEntries(
          Map.entry("setTimeout", TIMERS),
          Map.entry("setInterval", TIMERS),
          Map.entry("setImmediate", TIMERS),
          Map.entry("queueMicrotask", "use Promise.resolve().then(…)"),
          Map.entry("fetch", NETWORK),
          Map.entry("XMLHttpRequest", NETWORK),
          Map.entry("WebSocket", NETWORK),
          Map.entry("axios", NETWORK),
          Map.entry("require", "there is nothing to import; see the second argument, lib"),
          Map.entry("module", MODULES),
          Map.entry("exports", MODULES),
          Map.entry("process", "a function sees nothing of the machine it runs on"),
          Map.entry("Java", "a function sees nothing of the machine it runs on"),
          Map.entry("Polyglot", "a function sees nothing of the machine it runs on"),
          Map.entry("Buffer", "use lib.base64, or Uint8Array"),
          Map.entry("atob", "use lib.base64.decode"),
          Map.entry("btoa", "use lib.base64.encode"),
          Map.entry("URL", "use lib.url.URL"),
          Map.entry("URLSearchParams", "use lib.url.URLSearchParams"),
          Map.entry("crypto", "use lib.hash"),
          Map.entry("TextEncoder", "use lib.base64 or lib.hash, which take text"),
          Map.entry("structuredClone", "use lib.collections.cloneDeep"),
          Map.entry("_", "use lib.collections"),
          Map.entry("dayjs", "use lib.date"),
          Map.entry("moment", "use lib.date"),
          Map.entry("window", "there is no browser here"),
          Map.entry("document", "there is no browser here"),
          Map.entry("WebAssembly", "there is JavaScript only"));

  private Hints() {}

  /** The message, with what to do instead where that is known. */
  static String with(String message) {
    Matcher undefined = UNDEFINED.matcher(message);
    String hint = undefined.matches() ? BY_NAME.get(undefined.group(1)) : null;
    return hint == null ? message : message + " (" + hint + ")";
  }
}
