package dev.hawser.workflows.internal.expression;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text at its double braces. Quotes and braces inside an expression are respected, so that
 * <code>{{ {"a": {"b": "}}"}} }}</code> is one expression.
 */
final class TemplateParser {
  /** A piece of the text; {@code offset} is where it starts. */
  sealed interface Part {
    int offset();

    record Literal(int offset, String text) implements Part {}

    record Code(int offset, String text) implements Part {}

    /** An opening that is never closed. */
    record Unclosed(int offset) implements Part {}
  }

  private final String text;

  private TemplateParser(String text) {
    this.text = text;
  }

  static boolean isTemplate(String text) {
    return text.contains("{{");
  }

  static List<Part> parse(String text) {
    return new TemplateParser(text).parts();
  }

  private List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    for (int open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", at)) {
      if (open > at) {
        parts.add(new Part.Literal(at, text.substring(at, open)));
      }
      int close = end(open + 2);
      if (close < 0) {
        parts.add(new Part.Unclosed(open));
        return parts;
      }
      parts.add(new Part.Code(open + 2, text.substring(open + 2, close)));
      at = close + 2;
    }
    if (at < text.length()) {
      parts.add(new Part.Literal(at, text.substring(at)));
    }
    return parts;
  }

  /** Where the braces that close the expression are, or -1. */
  private int end(int start) {
    int depth = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\'') {
        i = endOfString(i, isRaw(i, start));
        if (i < 0) {
          return -1;
        }
      } else if (c == '{') {
        depth++;
      } else if (c == '}') {
        if (depth == 0) {
          return text.startsWith("}}", i) ? i : -1;
        }
        depth--;
      }
    }
    return -1;
  }

  private boolean isRaw(int quote, int start) {
    return quote > start && (text.charAt(quote - 1) == 'r' || text.charAt(quote - 1) == 'R');
  }

  /** The last character of the string literal that starts at {@code open}, or -1. */
  private int endOfString(int open, boolean raw) {
    String quote = text.substring(open, open + 1);
    String triple = quote.repeat(3);
    String closing = text.startsWith(triple, open) ? triple : quote;
    for (int i = open + closing.length(); i < text.length(); i++) {
      if (text.charAt(i) == '\\' && !raw) {
        i++;
      } else if (text.startsWith(closing, i)) {
        return i + closing.length() - 1;
      }
    }
    return -1;
  }
}
