package dev.hawser.workflows.internal.expression;

import dev.hawser.workflows.Scope;
import dev.hawser.workflows.internal.expression.Usage.NameUse;
import dev.hawser.workflows.internal.expression.Usage.RootUse;
import dev.hawser.workflows.internal.expression.Usage.StepUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An expression that only points at a place, such as {@code steps.fetch.output["a b"][0]}: it walks
 * the tree and needs no CEL when it runs.
 *
 * @param path field names ({@code String}) and list positions ({@code Integer})
 */
record Reference(String text, String root, List<Object> path) implements Expression {
  Reference {
    path = List.copyOf(path);
  }

  /** A reference that was found inside a longer expression. */
  static Reference of(String root, List<Object> path) {
    Reference reference = new Reference("", root, path);
    return new Reference(reference.textUpTo(path.size()), root, path);
  }

  /** The reference that a text is, or null when it is something else or not well formed. */
  static @Nullable Reference parse(String text) {
    Cursor in = new Cursor(text);
    in.skipBlanks();
    String root = in.identifier();
    if (root == null || root.equals("true") || root.equals("false") || root.equals("null")) {
      return null;
    }
    List<Object> path = new ArrayList<>();
    for (in.skipBlanks(); !in.atEnd(); in.skipBlanks()) {
      Object segment = in.segment();
      if (segment == null) {
        return null;
      }
      path.add(segment);
    }
    return new Reference(text.strip(), root, path);
  }

  Compilation check() {
    if (!Roots.ALL.contains(root)) {
      return new Compilation.Failure(List.of(Roots.unknown(root, 0)));
    }
    if (root.equals("now") && !path.isEmpty()) {
      return Compilation.Failure.of(
          0, "now is a timestamp and has no fields; for example now.getFullYear() reads it", null);
    }
    if (root.equals("steps")
        && path.size() > 1
        && path.get(0) instanceof String step
        && path.get(1) instanceof String field
        && !Roots.STEP_FIELDS.contains(field)) {
      return new Compilation.Failure(
          List.of(Roots.unknownStepField(step, field, text.lastIndexOf(field))));
    }
    if (root.equals("secrets") && !(path.size() == 1 && path.getFirst() instanceof String)) {
      return new Compilation.Failure(List.of(Roots.secretsWithoutName(0)));
    }
    return new Compilation.Success(this);
  }

  @Override
  public Usage usage() {
    List<StepUse> steps =
        root.equals("steps") && !path.isEmpty() && path.getFirst() instanceof String id
            ? List.of(new StepUse(id, false, 0))
            : List.of();
    List<NameUse> names =
        !path.isEmpty() && path.getFirst() instanceof String name
            ? List.of(new NameUse(name, false, 0))
            : List.of();
    return new Usage(
        List.of(new RootUse(root, 0)),
        steps,
        root.equals("secrets") ? names : List.of(),
        root.equals("settings") ? names : List.of(),
        root.equals("now"));
  }

  @Override
  public boolean mayBeBoolean() {
    return !root.equals("now");
  }

  @Override
  public @Nullable Object evaluate(Scope scope) {
    if (root.equals("now")) {
      return scope.now().toString();
    }
    Object value = scope.root(root);
    for (int i = 0; i < path.size(); i++) {
      Object segment = path.get(i);
      if (segment instanceof String name) {
        if (!(value instanceof Map<?, ?> map)) {
          throw new ExpressionFailure(
              Shapes.missingField(textUpTo(i), value, name), true, offset(i));
        }
        Object next = map.get(name);
        if (next == null && !map.containsKey(name)) {
          throw new ExpressionFailure(
              Shapes.missingField(textUpTo(i), value, name), true, offset(i));
        }
        value = next;
      } else {
        int index = (Integer) segment;
        if (!(value instanceof List<?> list) || index >= list.size()) {
          throw new ExpressionFailure(
              Shapes.missingItem(textUpTo(i), value, index), true, offset(i));
        }
        value = list.get(index);
      }
    }
    return value;
  }

  /** Where a segment of the path stands in the text. */
  private int offset(int segment) {
    Cursor in = new Cursor(text);
    in.skipBlanks();
    in.identifier();
    in.skipBlanks();
    for (int i = 0; i < segment; i++) {
      in.segment();
      in.skipBlanks();
    }
    return in.at;
  }

  private String textUpTo(int segments) {
    StringBuilder out = new StringBuilder(root);
    for (Object segment : path.subList(0, segments)) {
      if (segment instanceof String name) {
        out.append(Cursor.isIdentifier(name) ? "." + name : "[\"" + name + "\"]");
      } else {
        out.append('[').append(segment).append(']');
      }
    }
    return out.toString();
  }

  /** Reads the small grammar of references. */
  private static final class Cursor {
    private static final int LONGEST_INDEX = 9;
    private final String text;
    private int at;

    Cursor(String text) {
      this.text = text;
    }

    static boolean isIdentifier(String name) {
      Cursor cursor = new Cursor(name);
      return cursor.identifier() != null && cursor.atEnd();
    }

    boolean atEnd() {
      return at == text.length();
    }

    void skipBlanks() {
      while (!atEnd() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }

    @Nullable String identifier() {
      int start = at;
      while (!atEnd() && isPart(text.charAt(at), at == start)) {
        at++;
      }
      return at == start ? null : text.substring(start, at);
    }

    @Nullable Object segment() {
      char first = text.charAt(at++);
      skipBlanks();
      if (first == '.') {
        return identifier();
      }
      if (first != '[' || atEnd()) {
        return null;
      }
      char c = text.charAt(at);
      Object segment = c == '"' || c == '\'' ? quoted(c) : index();
      skipBlanks();
      return atEnd() || text.charAt(at++) != ']' ? null : segment;
    }

    private @Nullable String quoted(char quote) {
      int end = text.indexOf(quote, at + 1);
      if (end < 0) {
        return null;
      }
      String name = text.substring(at + 1, end);
      at = end + 1;
      return name.indexOf('\\') >= 0 || name.indexOf('\n') >= 0 ? null : name;
    }

    private @Nullable Integer index() {
      int start = at;
      while (!atEnd() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      boolean wellFormed = at > start && at - start <= LONGEST_INDEX;
      return wellFormed ? Integer.valueOf(text.substring(start, at)) : null;
    }

    private static boolean isPart(char c, boolean first) {
      return c == '_'
          || (c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (!first && c >= '0' && c <= '9');
    }
  }
}
