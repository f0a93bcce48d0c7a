package dev.hawser.workflows.internal.expression;

import java.util.Map;

/** Texts as parts of other languages. */
final class Quoting {
  private static final Map<Integer, String> CEL =
      Map.of(
          0x07,
          "\\a",
          0x08,
          "\\b",
          0x0C,
          "\\f",
          0x0A,
          "\\n",
          0x0D,
          "\\r",
          0x09,
          "\\t",
          0x0B,
          "\\v",
          (int) '\\',
          "\\\\",
          (int) '"',
          "\\\"");
  private static final Map<Integer, String> HTML =
      Map.of(
          (int) '&', "&amp;",
          (int) '<', "&lt;",
          (int) '>', "&gt;",
          (int) '"', "&quot;",
          (int) '\'', "&#39;");

  private Quoting() {}

  /** As a literal of CEL. */
  static String quote(String text) {
    Budget.current().text(2L * text.length() + 2);
    return '"' + escape(text, CEL) + '"';
  }

  static String escapeHtml(String text) {
    Budget.current().text(text.length() + 5L * text.chars().filter(HTML::containsKey).count());
    return escape(text, HTML);
  }

  private static String escape(String text, Map<Integer, String> forms) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              String form = forms.get(c);
              if (form != null) {
                out.append(form);
              } else {
                // half of a pair is no character
                out.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c);
              }
            });
    return out.toString();
  }
}
