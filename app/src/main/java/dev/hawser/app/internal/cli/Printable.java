package dev.hawser.app.internal.cli;

/** Texts that come from elsewhere, such as names and answers of strangers, made fit to show. */
final class Printable {
  private Printable() {}

  /**
   * The text in one line. Characters that would steer the terminal or turn the writing direction
   * are written as {@code \\uXXXX}.
   */
  static String line(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              int type = Character.getType(c);
              if (c == '\n' || c == '\t' || c == '\r') {
                line.append(' ');
              } else if (type == Character.CONTROL
                  || type == Character.FORMAT
                  || type == Character.SURROGATE
                  || type == Character.LINE_SEPARATOR
                  || type == Character.PARAGRAPH_SEPARATOR) {
                line.append(c > 0xffff ? "\\u{%x}".formatted(c) : "\\u%04x".formatted(c));
              } else {
                line.appendCodePoint(c);
              }
            });
    return line.toString();
  }

  /** At most so many characters. */
  static String cut(String text, int most) {
    if (text.codePointCount(0, text.length()) <= most) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
  }
}
