package dev.hawser.workflows.internal.expression;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Regular expressions of RE2: no pattern takes more than linear time, and the budget pays for each
 * character that is looked at. Patterns never appear in messages: they may be secrets.
 */
final class Regexes {
  private static final int LARGEST_PROGRAM = 5_000;
  private static final int MOST_KEPT = 200_000;
  private static final int LONGEST_PATTERN = 10_000;
  private static final int COST_OF_COMPILING = 500;
  private static final long SMALL = 20_000;
  private static final Cache<String, Pattern> COMPILED =
      Caffeine.newBuilder()
          .maximumWeight(MOST_KEPT)
          .weigher((String text, Pattern pattern) -> pattern.programSize() + 16)
          .build();

  private Regexes() {}

  static void addTo(FunctionTable table) {
    table.replace("matches", a -> matches(a), String.class, String.class);
    table.replace("matches_string", a -> matches(a), String.class, String.class);
    table.member(
        "extract",
        "string_extract_string",
        a -> extract((String) a[0], (String) a[1]),
        OptionalType.create(SimpleType.STRING),
        SimpleType.STRING,
        SimpleType.STRING);
    table.member(
        "findAll",
        "string_find_all_string",
        a -> findAll((String) a[0], (String) a[1]),
        FunctionTable.STRINGS,
        SimpleType.STRING,
        SimpleType.STRING);
    table.member(
        "replaceRegex",
        "string_replace_regex_string_string",
        a -> replace((String) a[0], (String) a[1], (String) a[2]),
        SimpleType.STRING,
        SimpleType.STRING,
        SimpleType.STRING,
        SimpleType.STRING);
  }

  /**
   * @throws FunctionFailure when the text is not a regular expression, or too large a one
   */
  static Pattern compile(String regex) {
    Pattern known = COMPILED.getIfPresent(regex);
    if (known != null) {
      return known;
    }
    if (regex.length() > LONGEST_PATTERN || RegexSize.of(regex) > LARGEST_PROGRAM) {
      throw new FunctionFailure("the regular expression is too large");
    }
    try {
      Pattern pattern = Pattern.compile(regex);
      if (pattern.programSize() > LARGEST_PROGRAM) {
        throw new FunctionFailure("the regular expression is too large");
      }
      COMPILED.put(regex, pattern);
      return pattern;
    } catch (PatternSyntaxException e) {
      throw new FunctionFailure("the regular expression is not well formed: " + e.getDescription());
    }
  }

  private static Matcher matcher(String regex, String text) {
    Budget budget = Budget.current();
    if (COMPILED.getIfPresent(regex) == null) {
      budget.tick(COST_OF_COMPILING);
    }
    Pattern pattern = compile(regex);
    long steps = (long) text.length() * pattern.programSize();
    if (steps <= SMALL) {
      budget.tick(1 + (int) (steps >>> 4));
      return pattern.matcher(text);
    }
    return pattern.matcher(new Watched(text, budget, 1 + pattern.programSize() / 16));
  }

  private static boolean matches(Object[] arguments) {
    return matcher((String) arguments[1], (String) arguments[0]).find();
  }

  /** The first group of the first match, or all of the match where there are no groups. */
  private static Optional<String> extract(String text, String regex) {
    Matcher matcher = matcher(regex, text);
    return matcher.find() ? Optional.ofNullable(found(matcher)) : Optional.empty();
  }

  private static String found(Matcher matcher) {
    int group = matcher.groupCount() > 0 ? 1 : 0;
    Budget.current().text((long) matcher.end(group) - matcher.start(group));
    return matcher.group(group);
  }

  private static List<Object> findAll(String text, String regex) {
    Budget budget = Budget.current();
    Matcher matcher = matcher(regex, text);
    List<Object> out = new ArrayList<>();
    while (matcher.find()) {
      budget.tick(1);
      out.add(Objects.requireNonNullElse(found(matcher), ""));
    }
    return out;
  }

  /**
   * In the replacement, {@code $1} is a group and {@code $$} a dollar. Goes through the text twice,
   * so that it takes no more memory than the result.
   */
  private static String replace(String text, String regex, String replacement) {
    Matcher matcher = matcher(regex, text);
    List<String> pieces = pieces(replacement, matcher.groupCount());
    long length = text.length();
    boolean found = false;
    while (matcher.find()) {
      found = true;
      length += expanded(matcher, pieces) - (matcher.end() - matcher.start());
    }
    if (!found) {
      return text;
    }
    Budget.current().text(length);
    StringBuilder out = new StringBuilder((int) length);
    int from = 0;
    matcher.reset();
    while (matcher.find()) {
      out.append(text, from, matcher.start());
      for (int i = 0; i < pieces.size(); i++) {
        int group = group(pieces, i);
        if (group < 0) {
          out.append(pieces.get(i));
        } else if (matcher.start(group) >= 0) {
          out.append(text, matcher.start(group), matcher.end(group));
        }
      }
      from = matcher.end();
    }
    return out.append(text, from, text.length()).toString();
  }

  private static long expanded(Matcher matcher, List<String> pieces) {
    Budget.current().tick(1 + pieces.size());
    long length = 0;
    for (int i = 0; i < pieces.size(); i++) {
      int group = group(pieces, i);
      length += group < 0 ? pieces.get(i).length() : matcher.end(group) - matcher.start(group);
    }
    return length;
  }

  /** Every second piece is a group: its number, or nothing when there is no group. */
  private static int group(List<String> pieces, int index) {
    return index % 2 == 0 ? -1 : pieces.get(index).charAt(0) - '0';
  }

  private static List<String> pieces(String replacement, int groups) {
    List<String> pieces = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    for (int i = 0; i < replacement.length(); i++) {
      char c = replacement.charAt(i);
      char next = c == '$' && i + 1 < replacement.length() ? replacement.charAt(i + 1) : ' ';
      if (next == '$') {
        literal.append('$');
        i++;
      } else if (next >= '0' && next <= '9') {
        if (next - '0' > groups) {
          throw new FunctionFailure("the regular expression has no group " + next);
        }
        pieces.add(literal.toString());
        pieces.add(String.valueOf(next));
        literal.setLength(0);
        i++;
      } else {
        literal.append(c);
      }
    }
    pieces.add(literal.toString());
    Budget.current().text(replacement.length());
    return pieces;
  }

  /** A text that pays for each character that is read of it. */
  private record Watched(String text, Budget budget, int cost) implements CharSequence {
    @Override
    public char charAt(int index) {
      budget.tick(cost);
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
