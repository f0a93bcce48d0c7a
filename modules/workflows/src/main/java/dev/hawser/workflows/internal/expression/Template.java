package dev.hawser.workflows.internal.expression;

import dev.hawser.workflows.EvaluationException;
import dev.hawser.workflows.Scope;
import dev.hawser.workflows.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A text with expressions in it. Alone, an expression keeps its type; inside a longer text it is
 * rendered (see {@link TextForm}).
 *
 * @param place where in the definition it stands, as error messages name it
 * @param parts {@code String} or {@link Expression}
 */
record Template(String place, List<Object> parts) implements Value {
  private static final int LONGEST_TEXT = 10 << 20;
  private static final int LONGEST_SHOWN = 200;
  private static final String NO_TEXT =
      "this is a file, which has no text form; its name, type and size have";

  Template {
    parts = List.copyOf(parts);
  }

  @Override
  public @Nullable Object evaluate(Scope scope) {
    if (parts.size() == 1 && parts.getFirst() instanceof Expression only) {
      return evaluate(only, scope);
    }
    StringBuilder out = new StringBuilder();
    for (Object part : parts) {
      if (part instanceof Expression expression) {
        Object value = evaluate(expression, scope);
        if (isFile(value)) {
          throw failure(expression, NO_TEXT, false, -1);
        }
        append(out, expression, value);
      } else {
        out.append(part);
      }
    }
    return out.toString();
  }

  private void append(StringBuilder out, Expression expression, @Nullable Object value) {
    // measured first: written out, a value can be far larger than what is left
    if (!TextForm.fits(value, LONGEST_TEXT - out.length())) {
      throw failure(expression, "the text grows over 10 MiB", false, -1);
    }
    out.append(TextForm.of(value));
  }

  /** Whether it is a reference to a file, or a list with one. */
  private static boolean isFile(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> map.containsKey("$file");
      case List<?> list -> list.stream().anyMatch(Template::isFile);
      case null, default -> false;
    };
  }

  Usage usage() {
    List<Usage> usages = new ArrayList<>();
    for (Object part : parts) {
      if (part instanceof Expression expression) {
        usages.add(expression.usage());
      }
    }
    return Usage.of(usages);
  }

  /** The expression, if the text is nothing else. */
  @Nullable Expression only() {
    return parts.size() == 1 && parts.getFirst() instanceof Expression only ? only : null;
  }

  private @Nullable Object evaluate(Expression expression, Scope scope) {
    try {
      return expression.evaluate(scope);
    } catch (ExpressionFailure e) {
      throw failure(expression, e.text(), e.isMissing(), e.offset());
    }
  }

  /**
   * @param offset in the expression; -1 when it is about all of it
   */
  EvaluationException failure(Expression expression, String message, boolean missing, int offset) {
    String source = expression.text();
    String shown =
        source.length() > LONGEST_SHOWN ? source.substring(0, LONGEST_SHOWN) + "…" : source;
    String where = offset < 1 ? "" : " (at character " + (offset + 1) + ")";
    String text = place + ": {{ " + shown + " }}: " + message + where;
    return new EvaluationException(source, text, missing, offset);
  }
}
