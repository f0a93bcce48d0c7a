package dev.hawser.identity;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the values of secrets by {@value #MARK}, wherever they are: as they are, escaped as in
 * JSON, encoded as in a URL or a form, or in Base64 (also inside of a longer encoded text, such as
 * a Basic authorization). Other encodings, hashes and parts of a value are not recognized. What
 * overlaps becomes one mark.
 *
 * <p>Immutable, safe for any number of threads. Making one takes time and memory in proportion to
 * the number of secrets, so keep it as long as the values are the same; it is as secret as they
 * are. Redacting takes time in proportion to the text, whatever the text and the values are, and
 * returns the very same object when there is nothing to replace.
 */
@SuppressWarnings("ReferenceEquality") // what has nothing to replace comes back as the same object
public final class Redactor {
  /** What stands in the place of a value. */
  public static final String MARK = "***";

  /** For those who have no secrets: gives everything back as it is. */
  public static final Redactor NONE = new Redactor(null, false);

  private static final Pattern NUMERIC = Pattern.compile("[0-9.eE+-]+");

  private final @Nullable SecretPatterns patterns;
  private final boolean hasNumbers;

  private Redactor(@Nullable SecretPatterns patterns, boolean hasNumbers) {
    this.patterns = patterns;
    this.hasNumbers = hasNumbers;
  }

  /**
   * @param values those in use; shorter ones than {@link SecretValue#MIN_LENGTH} are left out
   */
  public static Redactor of(Collection<SecretValue> values) {
    List<String> texts =
        values.stream()
            .map(SecretValue::reveal)
            .filter(text -> text.length() >= SecretValue.MIN_LENGTH)
            .distinct()
            .toList();
    if (texts.isEmpty()) {
      return NONE;
    }
    List<String> forms = texts.stream().flatMap(text -> SecretForms.of(text).stream()).toList();
    boolean hasNumbers = texts.stream().anyMatch(text -> NUMERIC.matcher(text).matches());
    return new Redactor(new SecretPatterns(forms), hasNumbers);
  }

  /** The text without values. */
  public String redact(String text) {
    return patterns == null ? text : patterns.replace(text, MARK);
  }

  /**
   * A JSON value as of {@link dev.hawser.core.json.Json}, without values in any text in it, be it a
   * member's name. Numbers, too, are replaced by the mark when their digits hold a value. Trees
   * without a hit are shared, not copied.
   */
  public @Nullable Object redactJson(@Nullable Object json) {
    if (patterns == null) {
      return json;
    }
    return switch (json) {
      case null -> null;
      case String text -> redact(text);
      case Boolean bool -> bool;
      case Number number -> redactNumber(number);
      case Map<?, ?> map -> redactMap(map);
      case List<?> list -> redactList(list);
      default -> json;
    };
  }

  private Object redactNumber(Number number) {
    if (!hasNumbers) {
      return number;
    }
    String digits = number.toString();
    String plain = number instanceof Double d ? BigDecimal.valueOf(d).toPlainString() : digits;
    return redact(digits).equals(digits) && redact(plain).equals(plain) ? number : MARK;
  }

  private Map<?, ?> redactMap(Map<?, ?> map) {
    Map<String, @Nullable Object> copy = null;
    int index = 0;
    for (var entry : map.entrySet()) {
      String name = String.valueOf(entry.getKey());
      String newName = redact(name);
      Object newValue = redactJson(entry.getValue());
      if (copy == null && (!newName.equals(name) || newValue != entry.getValue())) {
        copy = first(index, map);
      }
      if (copy != null) {
        copy.put(unused(newName, copy), newValue);
      }
      index++;
    }
    return copy == null ? map : copy;
  }

  private static Map<String, @Nullable Object> first(int count, Map<?, ?> map) {
    Map<String, @Nullable Object> copy = LinkedHashMap.newLinkedHashMap(map.size());
    map.entrySet().stream()
        .limit(count)
        .forEach(entry -> copy.put(String.valueOf(entry.getKey()), entry.getValue()));
    return copy;
  }

  /** Two names that differed in their secret part only must not swallow each other's value. */
  private static String unused(String name, Map<String, ?> taken) {
    String free = name;
    for (int n = taken.size() + 1; taken.containsKey(free); n++) {
      free = name + " (" + n + ")";
    }
    return free;
  }

  private List<?> redactList(List<?> list) {
    List<@Nullable Object> copy = null;
    int index = 0;
    for (Object item : list) {
      Object redacted = redactJson(item);
      if (redacted != item && copy == null) {
        copy = new ArrayList<>(list.size());
        copy.addAll(list.subList(0, index));
      }
      if (copy != null) {
        copy.add(redacted);
      }
      index++;
    }
    return copy == null ? list : copy;
  }
}
