package dev.hawser.workflows.internal.expression;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How large a regular expression becomes when its repetitions are written out, before anything
 * writes them out: {@code ((x{1000}){1000}){1000}} is short and would not fit into memory.
 */
final class RegexSize {
  private static final long ENOUGH = 1 << 24;

  private final String regex;
  private int at;

  private RegexSize(String regex) {
    this.regex = regex;
  }

  /** An upper estimate of the instructions, also for what is not well formed. */
  static long of(String regex) {
    return new RegexSize(regex).size();
  }

  private long size() {
    Deque<Long> outer = new ArrayDeque<>();
    long group = 1;
    long atom = 0;
    while (at < regex.length()) {
      char c = regex.charAt(at++);
      switch (c) {
        case '(' -> {
          outer.push(group + atom);
          group = 2;
          atom = 0;
        }
        case ')' -> {
          atom += group;
          group = outer.isEmpty() ? 1 : outer.pop();
        }
        case '{' -> atom *= Math.max(1, repetitions());
        default -> {
          group += atom;
          atom = 1;
          if (c == '\\') {
            at++;
          } else if (c == '[') {
            skipClass();
          }
        }
      }
      group = Math.min(ENOUGH, group);
      atom = Math.min(ENOUGH, atom);
    }
    long sum = group + atom;
    for (long rest : outer) {
      sum += rest;
    }
    return sum;
  }

  /** The largest number inside the braces; 1 when it is none. */
  private long repetitions() {
    long largest = 1;
    long number = 0;
    int end = at;
    while (end < regex.length()
        && (Character.isDigit(regex.charAt(end)) || regex.charAt(end) == ',')) {
      char c = regex.charAt(end++);
      number = c == ',' ? 0 : Math.min(ENOUGH, number * 10 + (c - '0'));
      largest = Math.max(largest, number);
    }
    boolean closed = end < regex.length() && regex.charAt(end) == '}';
    at = closed ? end + 1 : at;
    return largest;
  }

  private void skipClass() {
    int start = at;
    while (at < regex.length() && (regex.charAt(at) != ']' || at == start)) {
      at += regex.charAt(at) == '\\' ? 2 : 1;
    }
    at++;
  }
}
