package dev.hawser.app.internal.cli.client;

import dev.hawser.app.internal.failure.OperatorError;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads an object of an answer. Fields that it does not know are left alone: servers grow. */
record Fields(Map<?, ?> json) {
  /**
   * @throws OperatorError when the answer is no object
   */
  static Fields of(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return new Fields(map);
    }
    throw strange("an object");
  }

  @Nullable Object value(String name) {
    return json.get(name);
  }

  String text(String name) {
    String text = optionalText(name);
    if (text == null) {
      throw strange("the text \"" + name + "\"");
    }
    return text;
  }

  String textOr(String name, String otherwise) {
    String text = optionalText(name);
    return text == null ? otherwise : text;
  }

  @Nullable String optionalText(String name) {
    return json.get(name) instanceof String text ? text : null;
  }

  long number(String name) {
    Long number = optionalNumber(name);
    if (number == null) {
      throw strange("the number \"" + name + "\"");
    }
    return number;
  }

  @Nullable Long optionalNumber(String name) {
    return json.get(name) instanceof Number number ? (Long) number.longValue() : null;
  }

  boolean isTrue(String name) {
    return Boolean.TRUE.equals(json.get(name));
  }

  Instant instant(String name) {
    Instant instant = optionalInstant(name);
    if (instant == null) {
      throw strange("the moment \"" + name + "\"");
    }
    return instant;
  }

  @Nullable Instant optionalInstant(String name) {
    String text = optionalText(name);
    if (text == null) {
      return null;
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw strange("the moment \"" + name + "\"");
    }
  }

  Fields object(String name) {
    return of(json.get(name));
  }

  /** The objects of a list; none when there is no list. */
  List<Fields> objects(String name) {
    return json.get(name) instanceof List<?> list
        ? list.stream().map(Fields::of).toList()
        : List.of();
  }

  /** The texts of a list; none when there is no list. */
  List<String> texts(String name) {
    return json.get(name) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  private static OperatorError strange(String missing) {
    return new OperatorError(
        "The server's answer lacks " + missing,
        "Is a Hawser of this version at that address? \"hawser version\" tells the version here.");
  }
}
