package dev.hawser.workflows.internal.expression;

import dev.hawser.workflows.Condition;
import dev.hawser.workflows.Value;
import dev.hawser.workflows.internal.expression.Compilation.Flaw;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compiles the texts of a definition. */
public final class Templates {
  private final Expressions expressions;

  public Templates(Expressions expressions) {
    this.expressions = expressions;
  }

  /**
   * What became of a text.
   *
   * @param value null when there are problems
   * @param usage what its expressions read, also when some of them are wrong
   */
  public record Result<T>(@Nullable T value, Usage usage, List<Problem> problems) {
    public Result {
      problems = List.copyOf(problems);
    }
  }

  /** A sentence, and the nearest right name where a name was wrong. */
  public record Problem(String message, @Nullable String suggestion) {}

  /** Whether a text has expressions in it. */
  public static boolean isTemplate(String text) {
    return TemplateParser.isTemplate(text);
  }

  /** How many expressions a text has, right or wrong. */
  public static int expressions(String text) {
    return (int)
        TemplateParser.parse(text).stream()
            .filter(part -> !(part instanceof TemplateParser.Part.Literal))
            .count();
  }

  /** The text before the first expression. */
  public static String literalPrefix(String text) {
    int open = text.indexOf("{{");
    return open < 0 ? text : text.substring(0, open);
  }

  /**
   * A text in a value position.
   *
   * @param place how run-time errors name the position, for example {@code step post, url}
   */
  public Result<Value> value(String place, String text) {
    Result<Template> template = template(place, text);
    return new Result<>(template.value(), template.usage(), template.problems());
  }

  /** A text that must be one expression that gives a boolean. */
  public Result<Condition> condition(String place, String text) {
    if (!isTemplate(text)) {
      return wrong("a condition is an expression: write \"{{ " + text.strip() + " }}\"");
    }
    Result<Template> template = template(place, text);
    if (template.value() == null) {
      return new Result<>(null, template.usage(), template.problems());
    }
    Expression only = template.value().only();
    if (only == null) {
      return wrong("a condition is exactly one expression, with nothing around its braces");
    }
    if (!only.mayBeBoolean()) {
      return wrong("this expression never gives true or false, as a condition must");
    }
    Template checked = template.value();
    Condition condition =
        scope -> {
          Object result = checked.evaluate(scope);
          if (result instanceof Boolean bool) {
            return bool;
          }
          String found = "a condition must give true or false, this gave " + Shapes.kind(result);
          throw checked.failure(only, found, false, -1);
        };
    return new Result<>(condition, template.usage(), List.of());
  }

  private static Result<Condition> wrong(String message) {
    return new Result<>(null, Usage.NONE, List.of(new Problem(message, null)));
  }

  private Result<Template> template(String place, String text) {
    List<Object> parts = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (TemplateParser.Part part : TemplateParser.parse(text)) {
      switch (part) {
        case TemplateParser.Part.Literal literal -> parts.add(literal.text());
        case TemplateParser.Part.Unclosed unclosed ->
            problems.add(
                new Problem(
                    "the braces that open at character "
                        + (unclosed.offset() + 1)
                        + " are never closed with }} (for braces as text write {{ \"{{\" }})",
                    null));
        case TemplateParser.Part.Code code -> {
          switch (expressions.compile(code.text())) {
            case Compilation.Success success -> parts.add(success.expression());
            case Compilation.Failure failure ->
                failure.flaws().forEach(flaw -> problems.add(problem(code, flaw)));
          }
        }
      }
    }
    if (!problems.isEmpty()) {
      return new Result<>(null, Usage.NONE, problems);
    }
    Template template = new Template(place, parts);
    return new Result<>(template, template.usage(), List.of());
  }

  private static Problem problem(TemplateParser.Part.Code code, Flaw flaw) {
    String shown = code.text().strip();
    String expression = shown.length() > 80 ? shown.substring(0, 80) + "…" : shown;
    String where =
        flaw.offset() < 0 || shown.isEmpty()
            ? ""
            : " (at character " + (code.offset() + flaw.offset() + 1) + " of the text)";
    return new Problem("{{ " + expression + " }}: " + flaw.message() + where, flaw.suggestion());
  }
}
