package dev.hawser.storage.gcp.fake;

import com.google.api.client.json.GenericJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code fields} parameter: who asks for too little must not get it anyway. */
final class FakeFields {
  private static final Pattern FIELD = Pattern.compile("([A-Za-z0-9]+)(?:\\(([^)]*)\\))?");

  private FakeFields() {}

  /** Names with commas; one level of names in parentheses. */
  static GenericJson only(Map<?, ?> json, String fields) {
    GenericJson shown = new GenericJson();
    Matcher field = FIELD.matcher(fields);
    while (field.find()) {
      Object value = json.get(field.group(1));
      if (value != null) {
        shown.set(field.group(1), field.group(2) == null ? value : each(value, field.group(2)));
      }
    }
    return shown;
  }

  private static List<GenericJson> each(Object items, String fields) {
    List<GenericJson> shown = new ArrayList<>();
    for (Object item : (Iterable<?>) items) {
      shown.add(only((Map<?, ?>) item, fields));
    }
    return shown;
  }
}
