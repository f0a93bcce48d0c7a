package dev.hawser.systemtest.architecture;

import java.util.ArrayList;
import java.util.List;

/**
 * A statement in pieces, each with one {@code from}: subselects and the sides of a union are blocks
 * of their own. Where a subselect was, the text has {@code (§3)} with its number.
 */
final class SqlBlocks {
  /**
   * A piece.
   *
   * @param number what the text of others calls it; the sides of a union share theirs
   * @param parent the block that it is within; -1 for none
   */
  record Block(int number, int parent, String text) {}

  private final List<Block> blocks = new ArrayList<>();
  private int next;

  private SqlBlocks() {}

  static List<Block> of(String sql) {
    SqlBlocks all = new SqlBlocks();
    all.add(simple(sql), -1);
    return all.blocks;
  }

  /** The text without what stands in parentheses; the parentheses stay. */
  static String withoutParentheses(String text) {
    StringBuilder outside = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth -= c == ')' ? 1 : 0;
      if (depth == 0) {
        outside.append(c);
      }
      depth += c == '(' ? 1 : 0;
    }
    return outside.toString();
  }

  /** The parts between the commas that are in no parentheses. */
  static List<String> split(String list) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < list.length(); i++) {
      char c = list.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(list.substring(start, i).strip());
        start = i + 1;
      }
    }
    parts.add(list.substring(start).strip());
    return parts;
  }

  /** Where the parenthesis that opens at the index closes. */
  static int closing(String text, int open) {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return text.length();
  }

  private static String simple(String sql) {
    return sql.replaceAll("--.*", "")
        .replaceAll("'[^']*'", "''")
        .replaceAll("\\s+", " ")
        .replaceAll("\\b(identity|workflows|tasks)\\.", "")
        .replaceAll("::\\w+(\\[\\])?", "")
        .replaceAll("cast\\( ?(:\\w+|\\?) as [\\w\\[\\]]+\\)", "$1")
        .replaceAll(" for (no key update|update|share|key share)( skip locked)?", "")
        .replaceAll("\\bdo update set\\b", "do_set")
        .strip();
  }

  private int add(String text, int parent) {
    int number = next++;
    String flat = flat(text, number);
    for (String side : flat.split("\\b(?:union all|union|except|intersect)\\b", -1)) {
      blocks.add(new Block(number, parent, side.strip()));
    }
    return number;
  }

  private String flat(String text, int number) {
    StringBuilder flat = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '(') {
        flat.append(text.charAt(i));
        continue;
      }
      int end = closing(text, i);
      String inner = text.substring(i + 1, end).strip();
      flat.append('(');
      flat.append(
          inner.matches("(?s)\\(?(select|insert|update|delete|with)\\b.*")
              ? "§" + add(inner, number)
              : flat(inner, number));
      flat.append(')');
      i = end;
    }
    return flat.toString();
  }
}
