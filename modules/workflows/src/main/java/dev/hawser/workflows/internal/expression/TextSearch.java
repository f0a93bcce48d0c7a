package dev.hawser.workflows.internal.expression;

/** Finds texts in texts, paid for: searching the worst text for the worst part is quadratic. */
final class TextSearch {
  private static final long SMALL = 100_000;

  private TextSearch() {}

  /** Where {@code wanted} is at or behind {@code from}, or -1. Positions are those of Java. */
  static int find(String text, String wanted, int from) {
    if ((long) (text.length() - from) * wanted.length() <= SMALL) {
      return text.indexOf(wanted, from);
    }
    Budget budget = Budget.current();
    int last = text.length() - wanted.length();
    char first = wanted.charAt(0);
    for (int at = text.indexOf(first, from); at >= 0 && at <= last; ) {
      int same = same(text, wanted, at);
      if (same == wanted.length()) {
        return at;
      }
      budget.tick(1 + (same >>> 5));
      at = text.indexOf(first, at + 1);
    }
    return -1;
  }

  /** Where {@code wanted} is at or before {@code from}, or -1. */
  static int findLast(String text, String wanted, int from) {
    Budget budget = Budget.current();
    int start = Math.min(from, text.length() - wanted.length());
    for (int at = start; at >= 0; at--) {
      int same = same(text, wanted, at);
      if (same == wanted.length()) {
        return at;
      }
      if (same > 0 || (at & 0xF) == 0) {
        budget.tick(1 + (same >>> 5));
      }
    }
    return -1;
  }

  private static int same(String text, String wanted, int at) {
    int same = 0;
    while (same < wanted.length() && text.charAt(at + same) == wanted.charAt(same)) {
      same++;
    }
    return same;
  }

  /**
   * @param limit of replacements; negative for all
   */
  static String replace(String text, String wanted, String replacement, long limit) {
    long count = wanted.isEmpty() ? text.codePointCount(0, text.length()) + 1L : 0;
    if (!wanted.isEmpty()) {
      Budget budget = Budget.current();
      int at = find(text, wanted, 0);
      while (at >= 0 && count != limit) {
        count++;
        budget.tick(1);
        at = find(text, wanted, at + wanted.length());
      }
    }
    count = limit < 0 ? count : Math.min(count, limit);
    if (count == 0 || wanted.equals(replacement)) {
      return text;
    }
    long length = text.length() + count * ((long) replacement.length() - wanted.length());
    Budget.current().text(Math.max(length, count));
    StringBuilder out = new StringBuilder((int) length);
    int from = 0;
    for (long done = 0; done < count; done++) {
      int at;
      if (wanted.isEmpty()) {
        at = done == 0 ? 0 : text.offsetByCodePoints(from, 1);
      } else {
        at = find(text, wanted, from);
      }
      out.append(text, from, at).append(replacement);
      from = at + wanted.length();
    }
    return out.append(text, from, text.length()).toString();
  }
}
