package dev.hawser.workflows.internal.expression;

import dev.cel.common.CelIssue;
import dev.hawser.workflows.internal.expression.Compilation.Flaw;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns what CEL's compiler says into sentences for authors of workflows. */
final class CelMessages {
  private static final int LONGEST_TYPES = 120;
  private static final Pattern UNEXPECTED =
      Pattern.compile(
          "(?:input|token recognition error at:) '(.*?)'(?: expecting.*)?", Pattern.DOTALL);
  private static final Pattern OVERLOAD =
      Pattern.compile(
          "found no matching overload for '(.*?)' applied to '(.*?)'.*", Pattern.DOTALL);

  /** How the functions are called that take a name for the item. */
  private static final Map<String, String> MACROS =
      Map.of(
          "has", "a field, as in has(trigger.body.name)",
          "map", "a name and an expression, as in list.map(i, i.id)",
          "filter", "a name and a condition, as in list.filter(i, i.id > 1)",
          "all", "a name and a condition, as in list.all(i, i.id > 1)",
          "exists", "a name and a condition, as in list.exists(i, i.id > 1)",
          "exists_one", "a name and a condition, as in list.exists_one(i, i.id > 1)",
          "sortBy", "a name and an expression, as in list.sortBy(i, i.id)",
          "groupBy", "a name and an expression, as in list.groupBy(i, i.type)",
          "keyBy", "a name and an expression, as in list.keyBy(i, i.id)",
          "uniqueBy", "a name and an expression, as in list.uniqueBy(i, i.id)");

  /** What people write who think in another language. */
  private static final Map<String, String> HABITS =
      Map.of(
          "and",
          "&&",
          "or",
          "||",
          "not",
          "!",
          "=",
          "==",
          "===",
          "==",
          "!==",
          "!=",
          "<>",
          "!=",
          "&",
          "&&",
          "|",
          "||",
          "??",
          "orValue(…)");

  private static final Map<String, String> TYPES =
      Map.of(
          "google.protobuf.Timestamp", "timestamp",
          "google.protobuf.Duration", "duration",
          "optional_type(dyn)", "optional value",
          "dyn", "any value");

  private CelMessages() {}

  static Flaw syntax(String text, CelIssue issue) {
    int offset = offset(text, issue);
    Matcher found = UNEXPECTED.matcher(issue.getMessage());
    if (!found.find()) {
      String message = issue.getMessage();
      if (message.contains("recursion limit")) {
        return new Flaw(-1, "the expression nests too many parts inside each other", null);
      }
      if (message.contains("For input string")) {
        return new Flaw(offset, "a number does not fit into 64 bits", null);
      }
      return new Flaw(offset, "the expression is not well formed: " + message, null);
    }
    String token = found.group(1);
    if (token.equals("<EOF>")) {
      return new Flaw(offset, "the expression ends too early", null);
    }
    String habit = habit(text, offset, token);
    String hint = habit == null ? "" : "; write " + habit;
    return new Flaw(offset, "unexpected \"" + token + "\" in the expression" + hint, habit);
  }

  static Flaw types(String text, CelIssue issue) {
    int offset = offset(text, issue);
    Matcher overload = OVERLOAD.matcher(issue.getMessage());
    if (!overload.matches()) {
      return new Flaw(offset, "the expression does not fit together: " + issue.getMessage(), null);
    }
    String operation = operation(overload.group(1));
    String types = overload.group(2);
    for (var type : TYPES.entrySet()) {
      types = types.replace(type.getKey(), type.getValue());
    }
    String shown = types.length() > LONGEST_TYPES ? "what it is given" : types;
    return new Flaw(offset, operation + " does not work for " + shown, null);
  }

  /** How a function is written that takes a name for the item; null for other functions. */
  static @Nullable String macroUsage(String function) {
    String usage = MACROS.get(function);
    return usage == null ? null : function + "(…) is written with " + usage;
  }

  /** {@code +} for {@code _+_}, {@code replace(…)} for a function. */
  static String operation(String function) {
    return switch (function) {
      case "_[_]" -> "[…]";
      case "_?_:_" -> "? :";
      case "@in" -> "in";
      default -> {
        String bare = function.replace("_", "").replace("@", "");
        yield Character.isLetter(function.charAt(0)) ? function + "(…)" : "\"" + bare + "\"";
      }
    };
  }

  private static @Nullable String habit(String text, int offset, String token) {
    String known = HABITS.get(token.strip());
    if (known != null) {
      return known;
    }
    for (String wrong : new String[] {"===", "!==", "<>", "??", "&", "|", "="}) {
      int from = Math.max(0, offset - 2);
      if (text.substring(from, Math.min(text.length(), offset + 3)).contains(wrong)) {
        return HABITS.get(wrong);
      }
    }
    return null;
  }

  private static int offset(String text, CelIssue issue) {
    int line = issue.getSourceLocation().getLine();
    int column = issue.getSourceLocation().getColumn();
    if (line < 1 || column < 0) {
      return -1;
    }
    int start = 0;
    for (int i = 1; i < line; i++) {
      start = text.indexOf('\n', start) + 1;
    }
    return Math.min(text.length(), start + column);
  }
}
