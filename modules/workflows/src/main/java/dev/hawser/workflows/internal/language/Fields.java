package dev.hawser.workflows.internal.language;

import dev.hawser.workflows.internal.expression.Names;
import dev.hawser.workflows.internal.expression.Templates;
import dev.hawser.workflows.internal.language.Form.Choice;
import dev.hawser.workflows.internal.language.Form.Span;
import dev.hawser.workflows.internal.language.Form.Tagged;
import dev.hawser.workflows.internal.language.Form.Text;
import dev.hawser.workflows.internal.language.Form.Whole;
import dev.hawser.workflows.internal.source.Node.Field;
import dev.hawser.workflows.internal.source.Node.ObjectNode;
import dev.hawser.workflows.internal.source.Node.ScalarNode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an object of a definition, as its {@link Shape} has them. What is wrong is
 * reported; the reader then gets null or the default and goes on.
 */
final class Fields {
  private final Part part;
  private final ObjectNode object;
  private final Shape shape;

  private Fields(Part part, ObjectNode object, Shape shape) {
    this.part = part;
    this.object = object;
    this.shape = shape;
  }

  /**
   * Reports what is there and should not be, and what is missing. Null when it is not an object.
   */
  static @Nullable Fields of(Part part, Shape shape) {
    if (!(part.node() instanceof ObjectNode object)) {
      part.wrongType("an object");
      return null;
    }
    Fields fields = new Fields(part, object, shape);
    fields.check();
    return fields;
  }

  /** Goes by the tag. Null after a problem was reported that leaves the shape unknown. */
  static @Nullable Fields of(Part part, Tagged form) {
    if (!(part.node() instanceof ObjectNode object)) {
      part.wrongType("an object");
      return null;
    }
    Field tag = object.fields().get(form.tag());
    if (tag == null) {
      require(part, object, form.tag(), form.allNames());
      return null;
    }
    Part tagPart = part.child(form.tag(), tag.value());
    String value = choice(tagPart, form.noun(), form.values());
    return value == null ? null : of(part, form.shape(value));
  }

  private void check() {
    for (var entry : object.fields().entrySet()) {
      if (!shape.has(entry.getKey())) {
        unknown(entry.getKey(), entry.getValue(), shape.names());
      }
    }
    for (Shape.Member member : shape.members()) {
      if (member.required() && !object.fields().containsKey(member.name())) {
        require(part, object, member.name(), shape.names());
      }
    }
  }

  private void unknown(String name, Field field, List<String> known) {
    Part child = part.child(name, field.value());
    String suggestion = Names.nearest(name, known);
    String others = suggestion == null ? "; known are " + Names.list(known) : "";
    String message =
        "there is no field \"" + name + "\" here" + Names.didYouMean(suggestion) + others;
    part.findings().add(child.pointer(), field.name(), part.stepId(), message, suggestion);
  }

  /** Reports a field as missing, at the object, unless it is there under a wrong name. */
  private static void require(Part part, ObjectNode object, String name, List<String> known) {
    boolean misspelt =
        object.fields().keySet().stream()
            .filter(other -> !known.contains(other))
            .anyMatch(other -> known.size() == 1 || name.equals(Names.nearest(other, known)));
    if (!misspelt) {
      part.problem("the field \"" + name + "\" is missing");
    }
  }

  Part part() {
    return part;
  }

  boolean has(String name) {
    return find(name) != null;
  }

  @Nullable Part find(String name) {
    Object known = shape.form(name);
    Field field = object.fields().get(name);
    return field == null || known == null ? null : part.child(name, field.value());
  }

  /** The text as it is, after its length was checked. */
  @Nullable String text(String name) {
    Part found = find(name);
    String text = found == null ? null : found.text();
    if (found == null || text == null || !(shape.form(name) instanceof Text form)) {
      return text;
    }
    if (text.length() > form.most()) {
      found.problem(
          "has " + text.length() + " characters, at most " + form.most() + " are allowed");
      return null;
    }
    if (text.length() < form.least()) {
      found.problem("must not be empty");
      return null;
    }
    return text;
  }

  /** A text of the shape that its form says, described by {@code wanted}. */
  @Nullable String named(String name, String wanted) {
    Part found = find(name);
    return found == null ? null : named(found, (Form.Pattern) shape.form(name), wanted);
  }

  static @Nullable String named(Part part, Form.Pattern form, String wanted) {
    String text = part.text();
    if (text == null) {
      return null;
    }
    if (Templates.isTemplate(text)) {
      part.problem("cannot have expressions in it; it is " + wanted);
      return null;
    }
    if (!form.matches(text)) {
      part.problem("\"" + shown(text) + "\" is not " + wanted);
      return null;
    }
    return text;
  }

  static String shown(String text) {
    return text.length() > 100 ? text.substring(0, 100) + "…" : text;
  }

  boolean bool(String name, boolean otherwise) {
    Part found = find(name);
    if (found == null) {
      return otherwise;
    }
    if (found.node() instanceof ScalarNode scalar && scalar.json() instanceof Boolean bool) {
      return bool;
    }
    found.wrongType("true or false");
    return otherwise;
  }

  int integer(String name, int otherwise) {
    Part found = find(name);
    return found == null ? otherwise : integer(found, (Whole) shape.form(name), otherwise);
  }

  static int integer(Part part, Whole bounds, int otherwise) {
    if (!(part.node() instanceof ScalarNode scalar) || !(scalar.json() instanceof Long number)) {
      part.wrongType("an integer");
      return otherwise;
    }
    if (number < bounds.least() || number > bounds.most()) {
      part.problem("must be from " + bounds.least() + " to " + bounds.most() + ", not " + number);
      return otherwise;
    }
    return number.intValue();
  }

  double number(String name, double otherwise) {
    Part found = find(name);
    if (found == null) {
      return otherwise;
    }
    if (!(found.node() instanceof ScalarNode scalar) || !(scalar.json() instanceof Number number)) {
      found.wrongType("a number");
      return otherwise;
    }
    Form.Decimal bounds = (Form.Decimal) shape.form(name);
    double value = number.doubleValue();
    if (value < bounds.least() || value > bounds.most()) {
      found.problem("must be from " + plain(bounds.least()) + " to " + plain(bounds.most()));
      return otherwise;
    }
    return value;
  }

  private static String plain(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }

  @Nullable Duration duration(String name) {
    Part found = find(name);
    return found == null ? null : duration(found, ((Span) shape.form(name)).most());
  }

  /** An ISO 8601 duration above zero, or null after a problem was reported. */
  static @Nullable Duration duration(Part part, Duration most) {
    String text = part.text();
    if (text == null) {
      return null;
    }
    try {
      Duration duration = Duration.parse(text);
      if (duration.isNegative() || duration.isZero() || duration.compareTo(most) > 0) {
        part.problem("must be longer than nothing and at most " + most);
        return null;
      }
      return duration;
    } catch (DateTimeParseException e) {
      part.problem(
          "is not a duration; write it as in ISO 8601: \"PT30S\", \"PT5M\", \"PT1H30M\", \"P2D\"");
      return null;
    }
  }

  /** One of the names that the form has; null when it is not there or wrong. */
  @Nullable String choice(String name) {
    Part found = find(name);
    Choice form = (Choice) shape.form(name);
    return found == null ? null : choice(found, form.noun(), form.names());
  }

  /** One of some names, or null after a problem was reported. */
  static @Nullable String choice(Part part, String noun, Collection<String> names) {
    String text = part.text();
    if (text == null || names.contains(text)) {
      return text;
    }
    String suggestion = Names.nearest(text, names);
    String hint = suggestion == null ? "; use " + or(names) : Names.didYouMean(suggestion);
    part.problem("there is no " + noun + " \"" + shown(text) + "\"" + hint, suggestion);
    return null;
  }

  private static String or(Collection<String> names) {
    return Names.list(names).replace(" and ", " or ");
  }
}
