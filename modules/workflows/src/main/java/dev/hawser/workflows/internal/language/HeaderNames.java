package dev.hawser.workflows.internal.language;

import dev.hawser.workflows.internal.expression.Templates;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which names and fixed values HTTP headers may have (RFC 9110, sections 5.1, 5.5 and 7.6.1). */
final class HeaderNames {
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");
  private static final Set<String> OURS =
      Set.of(
          "connection",
          "content-length",
          "host",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  /**
   * A webhook answers from the console's origin, so what guards that origin is not the workflow's
   * to set.
   */
  private static final Set<String> GUARDS =
      Set.of(
          "clear-site-data",
          "content-security-policy",
          "content-security-policy-report-only",
          "service-worker-allowed",
          "set-cookie",
          "strict-transport-security",
          "x-content-type-options",
          "x-execution-id");

  private final Set<String> ours;
  private final Set<String> guarded;
  private final Set<String> seen = new HashSet<>();

  private HeaderNames(Set<String> ours, Set<String> guarded) {
    this.ours = ours;
    this.guarded = guarded;
  }

  /** Headers of a request to somebody else. */
  static HeaderNames ofRequest() {
    return new HeaderNames(OURS, Set.of());
  }

  /** Headers that a caller sent. */
  static HeaderNames ofCaller() {
    return new HeaderNames(Set.of(), Set.of());
  }

  /** Headers of an answer to a webhook. */
  static HeaderNames ofAnswer() {
    return new HeaderNames(OURS, GUARDS);
  }

  /** Reports a name that cannot be used, or is there twice in another spelling. */
  void check(Part part, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (Templates.isTemplate(name)) {
      part.problem("a header's name cannot have expressions in it");
    } else if (!TOKEN.matcher(name).matches()) {
      part.problem("\"" + name + "\" is not a header name; it has letters, digits and dashes");
    } else if (ours.contains(lower)) {
      part.problem("the header " + name + " is set by the connection itself");
    } else if (guarded.contains(lower)) {
      part.problem("the header " + name + " is set by the server itself");
    } else if (!seen.add(lower)) {
      part.problem("the header " + name + " is there twice; letter case makes no difference");
    }
  }

  /** Whether a fixed value has no line break or other control character. */
  static boolean isValue(String text) {
    return text.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7F));
  }
}
