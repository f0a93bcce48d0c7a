package dev.hawser.workflows.internal.expression;

import dev.cel.common.types.SimpleType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Functions on texts: those of CEL's extension with bounds and without its copies, and our own.
 * Positions count characters (code points), as CEL wants it.
 */
final class Texts {
  private static final Class<String> TEXT = String.class;
  private static final Class<Long> INT = Long.class;

  private Texts() {}

  static void addTo(FunctionTable table) {
    positions(table);
    forms(table);
    table.replace("add_string", a -> concat(text(a[0]), text(a[1])), TEXT, TEXT);
    table.replace(
        "contains_string", a -> TextSearch.find(text(a[0]), text(a[1]), 0) >= 0, TEXT, TEXT);
    table.replace("list_join", a -> join((List<?>) a[0], ""), List.class);
    table.replace("list_join_string", a -> join((List<?>) a[0], text(a[1])), List.class, TEXT);
    table.replace(
        "string_replace_string_string",
        a -> TextSearch.replace(text(a[0]), text(a[1]), text(a[2]), -1),
        TEXT,
        TEXT,
        TEXT);
    table.replace(
        "string_replace_string_string_int",
        a -> TextSearch.replace(text(a[0]), text(a[1]), text(a[2]), (Long) a[3]),
        TEXT,
        TEXT,
        TEXT,
        INT);
    table.replace("string_split_string", a -> split(text(a[0]), text(a[1]), -1), TEXT, TEXT);
    table.replace(
        "string_split_string_int",
        a -> split(text(a[0]), text(a[1]), (Long) a[2]),
        TEXT,
        TEXT,
        INT);
  }

  private static void positions(FunctionTable table) {
    table.replace("string_char_at_int", a -> charAt(text(a[0]), (Long) a[1]), TEXT, INT);
    table.replace("string_index_of_string", a -> indexOf(text(a[0]), text(a[1]), null), TEXT, TEXT);
    table.replace(
        "string_index_of_string_int",
        a -> indexOf(text(a[0]), text(a[1]), (Long) a[2]),
        TEXT,
        TEXT,
        INT);
    table.replace(
        "string_last_index_of_string", a -> lastIndexOf(text(a[0]), text(a[1]), null), TEXT, TEXT);
    table.replace(
        "string_last_index_of_string_int",
        a -> lastIndexOf(text(a[0]), text(a[1]), (Long) a[2]),
        TEXT,
        TEXT,
        INT);
    table.replace("string_substring_int", a -> substring(text(a[0]), (Long) a[1], null), TEXT, INT);
    table.replace(
        "string_substring_int_int",
        a -> substring(text(a[0]), (Long) a[1], (Long) a[2]),
        TEXT,
        INT,
        INT);
  }

  private static void forms(FunctionTable table) {
    table.replace("string_lower_ascii", a -> ascii(text(a[0]), 'A', 'Z', 32), TEXT);
    table.replace("string_upper_ascii", a -> ascii(text(a[0]), 'a', 'z', -32), TEXT);
    table.replace("string_reverse", a -> reverse(text(a[0])), TEXT);
    table.replace("string_trim", a -> trim(text(a[0])), TEXT);
    table.replace("strings_quote", a -> Quoting.quote(text(a[0])), TEXT);
    table.member(
        "toLowerCase",
        "string_to_lower_case",
        a -> paid(text(a[0])).toLowerCase(Locale.ROOT),
        SimpleType.STRING,
        SimpleType.STRING);
    table.member(
        "toUpperCase",
        "string_to_upper_case",
        a -> paid(text(a[0])).toUpperCase(Locale.ROOT),
        SimpleType.STRING,
        SimpleType.STRING);
    table.member(
        "repeat",
        "string_repeat_int",
        a -> repeat(text(a[0]), (Long) a[1]),
        SimpleType.STRING,
        SimpleType.STRING,
        SimpleType.INT);
    table.member(
        "padStart",
        "string_pad_start_int_string",
        a -> padding(text(a[0]), (Long) a[1], text(a[2])) + text(a[0]),
        SimpleType.STRING,
        SimpleType.STRING,
        SimpleType.INT,
        SimpleType.STRING);
    table.member(
        "padEnd",
        "string_pad_end_int_string",
        a -> text(a[0]) + padding(text(a[0]), (Long) a[1], text(a[2])),
        SimpleType.STRING,
        SimpleType.STRING,
        SimpleType.INT,
        SimpleType.STRING);
    table.global(
        "html.escape",
        "html_escape_string",
        a -> Quoting.escapeHtml(text(a[0])),
        SimpleType.STRING,
        SimpleType.STRING);
  }

  private static String text(Object value) {
    return (String) value;
  }

  private static String paid(String text) {
    Budget.current().text(text.length());
    return text;
  }

  private static String concat(String a, String b) {
    Budget.current().text((long) a.length() + b.length());
    return a.concat(b);
  }

  private static String join(List<?> list, String separator) {
    Budget budget = Budget.current();
    long length = (long) separator.length() * Math.max(0, list.size() - 1);
    for (Object item : list) {
      budget.tick(1);
      if (!(item instanceof String part)) {
        throw new FunctionFailure(
            "join needs a list of texts, but it has "
                + Shapes.kind(item)
                + "; string(…) makes a text of it");
      }
      length += part.length();
    }
    budget.text(length);
    StringBuilder out = new StringBuilder((int) length);
    for (int i = 0; i < list.size(); i++) {
      out.append(i == 0 ? "" : separator).append((String) list.get(i));
    }
    return out.toString();
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Where the character with a number starts. */
  private static int unit(String text, int length, long character) {
    return length == text.length() ? (int) character : text.offsetByCodePoints(0, (int) character);
  }

  private static String charAt(String text, long at) {
    int length = length(text);
    if (at < 0 || at > length) {
      throw outside("charAt(" + at + ")", length);
    }
    if (at == length) {
      return "";
    }
    int from = unit(text, length, at);
    return text.substring(from, text.offsetByCodePoints(from, 1));
  }

  private static long indexOf(String text, String wanted, @Nullable Long from) {
    int length = length(text);
    long start = from == null ? 0 : from;
    boolean inside = start >= 0 && (start < length || (start == length && wanted.isEmpty()));
    if (!inside && from != null) {
      throw outside("indexOf(…, " + from + ")", length);
    }
    if (wanted.isEmpty() || !inside) {
      return wanted.isEmpty() ? start : -1;
    }
    int found = TextSearch.find(text, wanted, unit(text, length, start));
    return found < 0 ? -1 : text.codePointCount(0, found);
  }

  private static long lastIndexOf(String text, String wanted, @Nullable Long from) {
    int length = length(text);
    long start = from == null ? Math.max(0, length - 1) : from;
    if (from != null && (start < 0 || start >= Math.max(1, length))) {
      throw outside("lastIndexOf(…, " + from + ")", length);
    }
    if (wanted.isEmpty()) {
      return from == null ? length : from;
    }
    if (length == 0) {
      return -1;
    }
    int found = TextSearch.findLast(text, wanted, unit(text, length, start));
    return found < 0 ? -1 : text.codePointCount(0, found);
  }

  private static String substring(String text, long from, @Nullable Long to) {
    int length = length(text);
    long end = to == null ? length : to;
    if (from < 0 || end < from || end > length) {
      String call = to == null ? "substring(" + from + ")" : "substring(" + from + ", " + to + ")";
      throw outside(call, length);
    }
    int start = unit(text, length, from);
    int stop = unit(text, length, end);
    Budget.current().text(stop - start);
    return text.substring(start, stop);
  }

  private static FunctionFailure outside(String call, int length) {
    return new FunctionFailure(call + " is not inside a text of " + length + " characters");
  }

  private static List<Object> split(String text, String separator, long limit) {
    if (limit == 0) {
      return new ArrayList<>();
    }
    Budget budget = Budget.current();
    List<Object> out = new ArrayList<>();
    int from = 0;
    int step = separator.length();
    while (limit < 0 || out.size() < limit - 1) {
      int at;
      if (separator.isEmpty()) {
        at = from < text.length() ? text.offsetByCodePoints(from, 1) : -1;
      } else {
        at = TextSearch.find(text, separator, from);
      }
      if (at < 0) {
        break;
      }
      budget.build(80 + 2L * (at - from));
      budget.tick(1);
      out.add(text.substring(from, at));
      from = at + step;
    }
    if (from < text.length() || !separator.isEmpty()) {
      budget.build(80 + 2L * (text.length() - from));
      out.add(text.substring(from));
    }
    return out;
  }

  /** Only letters of ASCII change. */
  private static String ascii(String text, char first, char last, int shift) {
    char[] out = paid(text).toCharArray();
    for (int i = 0; i < out.length; i++) {
      if (out[i] >= first && out[i] <= last) {
        out[i] = (char) (out[i] + shift);
      }
    }
    return new String(out);
  }

  private static String reverse(String text) {
    return new StringBuilder(paid(text)).reverse().toString();
  }

  private static String trim(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isBlank(text.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(text.charAt(to - 1))) {
      to--;
    }
    if (to - from < text.length()) {
      Budget.current().text(to - from);
    }
    return text.substring(from, to);
  }

  /** Unicode's White_Space, which Java's own methods do not follow. */
  private static boolean isBlank(char c) {
    return (c >= 0x09 && c <= 0x0D)
        || c == 0x20
        || c == 0x85
        || c == 0xA0
        || c == 0x1680
        || (c >= 0x2000 && c <= 0x200A)
        || c == 0x2028
        || c == 0x2029
        || c == 0x202F
        || c == 0x205F
        || c == 0x3000;
  }

  private static String repeat(String text, long times) {
    if (times < 0) {
      throw new FunctionFailure("repeat needs a number of 0 or more");
    }
    if (text.isEmpty() || times == 0) {
      return "";
    }
    Budget.current().text(times > Budget.LONGEST_TEXT ? times : text.length() * times);
    return text.repeat((int) times);
  }

  private static String padding(String text, long length, String filling) {
    long missing = length - length(text);
    if (missing <= 0 || filling.isEmpty()) {
      return "";
    }
    Budget.current().text(2 * (missing + text.length()));
    int whole = length(filling);
    String repeated = filling.repeat((int) ((missing + whole - 1) / whole));
    return repeated.substring(0, repeated.offsetByCodePoints(0, (int) missing));
  }
}
