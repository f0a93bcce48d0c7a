package dev.hawser.workflows.internal.language;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What may stand as the value of a field: the grammar that readers and schema share. */
sealed interface Form {
  /** A text without expressions. */
  record Text(int least, int most) implements Form {}

  /** A text of a certain shape, without expressions; readers say in words what is wrong with it. */
  record Pattern(java.util.regex.Pattern regex) implements Form {
    Pattern(String regex) {
      this(java.util.regex.Pattern.compile(regex));
    }

    boolean matches(String text) {
      return regex.matcher(text).matches();
    }
  }

  /** One of some names. */
  record Choice(String noun, List<String> names) implements Form {
    public Choice {
      names = List.copyOf(names);
    }
  }

  record Whole(int least, int most) implements Form {}

  record Decimal(double least, double most) implements Form {}

  record Flag() implements Form {}

  /** An ISO 8601 duration above zero. */
  record Span(Duration most) implements Form {}

  /** Any JSON value, with expressions in its texts. */
  record Any() implements Form {}

  /** A text, which may have expressions. */
  record Template() implements Form {}

  /** Any JSON value, taken as it is. */
  record Constant() implements Form {}

  /** A text with an expression in it. */
  record Expression() implements Form {}

  /** Any object, taken as it is. */
  record Open() implements Form {}

  /** A condition in either form. */
  record Test() implements Form {}

  record ListOf(Form item, int least) implements Form {}

  /** An object whose names are the author's. */
  record MapOf(Form value) implements Form {}

  record Obj(Shape shape) implements Form {}

  /** Steps that run one after the other. */
  record Steps() implements Form {}

  /** An object whose other fields depend on one of them. */
  record Tagged(String name, String tag, String noun, Map<String, Shape> shapes) implements Form {
    static Tagged by(String name, String tag, String noun) {
      return new Tagged(name, tag, noun, Map.of());
    }

    /** With one more value of the tag. */
    Tagged or(String value, Shape shape) {
      Map<String, Shape> all = new LinkedHashMap<>(shapes);
      all.put(value, shape);
      return new Tagged(name, tag, noun, all);
    }

    Shape shape(String value) {
      return Objects.requireNonNull(shapes.get(value));
    }

    List<String> values() {
      return List.copyOf(shapes.keySet());
    }

    /** The fields of all its shapes. */
    List<String> allNames() {
      return shapes.values().stream().flatMap(shape -> shape.names().stream()).distinct().toList();
    }
  }

  /** Values of different JSON types. */
  record Either(List<Form> forms) implements Form {
    public Either {
      forms = List.copyOf(forms);
    }
  }
}
