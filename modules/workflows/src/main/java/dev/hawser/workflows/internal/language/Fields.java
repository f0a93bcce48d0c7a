package dev.hawser.workflows.internal.language;

import dev.hawser.workflows.internal.expression.Names;
import dev.hawser.workflows.internal.source.Node.Field;
import dev.hawser.workflows.internal.source.Node.ObjectNode;
import dev.hawser.workflows.internal.source.Node.ScalarNode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an object of a definition. What is read and wrong is reported; the reader then gets
 * null or the default and goes on.
 */
final class Fields {
  private final Part part;
  private final ObjectNode object;

  private Fields(Part part, ObjectNode object) {
    this.part = part;
    this.object = object;
  }

  /** Null after a problem was reported. */
  static @Nullable Fields of(Part part) {
    if (part.node() instanceof ObjectNode object) {
      return new Fields(part, object);
    }
    part.wrongType("an object");
    return null;
  }

  Part part() {
    return part;
  }

  boolean has(String name) {
    return object.fields().containsKey(name);
  }

  /** Reports every field that is in neither list; those of the second are not supported yet. */
  void allow(List<String> known, List<String> later) {
    List<String> all = new ArrayList<>(known);
    all.addAll(later);
    for (var entry : object.fields().entrySet()) {
      String name = entry.getKey();
      if (later.contains(name)) {
        atName(name, entry.getValue(), "\"" + name + "\" is not supported yet", null);
      } else if (!known.contains(name)) {
        String suggestion = Names.nearest(name, all);
        String others = suggestion == null ? "; known are " + Names.list(known) : "";
        String message = "there is no field \"" + name + "\" here";
        atName(name, entry.getValue(), message + Names.didYouMean(suggestion) + others, suggestion);
      }
    }
  }

  private void atName(String name, Field field, String message, @Nullable String suggestion) {
    Part child = part.child(name, field.value());
    part.findings().add(child.pointer(), field.name(), part.stepId(), message, suggestion);
  }

  @Nullable Part find(String name) {
    Field field = object.fields().get(name);
    return field == null ? null : part.child(name, field.value());
  }

  /** Reports the field as missing, at the object, unless it is there under a wrong name. */
  @Nullable Part require(String name, List<String> known) {
    Part found = find(name);
    if (found == null) {
      boolean misspelt =
          object.fields().keySet().stream()
              .filter(other -> !known.contains(other))
              .anyMatch(other -> known.size() == 1 || name.equals(Names.nearest(other, known)));
      if (!misspelt) {
        part.problem("the field \"" + name + "\" is missing");
      }
    }
    return found;
  }

  @Nullable String text(String name) {
    Part found = find(name);
    return found == null ? null : found.text();
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

  int integer(String name, int least, int most, int otherwise) {
    Part found = find(name);
    if (found == null) {
      return otherwise;
    }
    if (!(found.node() instanceof ScalarNode scalar) || !(scalar.json() instanceof Long number)) {
      found.wrongType("an integer");
      return otherwise;
    }
    if (number < least || number > most) {
      found.problem("must be from " + least + " to " + most + ", not " + number);
      return otherwise;
    }
    return number.intValue();
  }

  double number(String name, double least, double most, double otherwise) {
    Part found = find(name);
    if (found == null) {
      return otherwise;
    }
    if (!(found.node() instanceof ScalarNode scalar) || !(scalar.json() instanceof Number number)) {
      found.wrongType("a number");
      return otherwise;
    }
    double value = number.doubleValue();
    if (value < least || value > most) {
      found.problem("must be from " + plain(least) + " to " + plain(most));
      return otherwise;
    }
    return value;
  }

  private static String plain(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }

  @Nullable Duration duration(String name, Duration most) {
    Part found = find(name);
    return found == null ? null : duration(found, most);
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

  /** One of some names, or null after a problem was reported. */
  static @Nullable String choice(Part part, String noun, List<String> now, List<String> later) {
    String text = part.text();
    if (text == null || now.contains(text)) {
      return text;
    }
    if (later.contains(text)) {
      part.problem("the " + noun + " \"" + text + "\" is not supported yet; use " + or(now));
      return null;
    }
    List<String> all = new ArrayList<>(now);
    all.addAll(later);
    String suggestion = Names.nearest(text, all);
    String hint = suggestion == null ? "; use " + or(now) : Names.didYouMean(suggestion);
    part.problem("there is no " + noun + " \"" + text + "\"" + hint, suggestion);
    return null;
  }

  private static String or(List<String> names) {
    return Names.list(names).replace(" and ", " or ");
  }
}
