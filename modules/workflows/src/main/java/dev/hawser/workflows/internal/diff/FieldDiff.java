package dev.hawser.workflows.internal.diff;

import dev.hawser.workflows.internal.diff.Difference.Changed;
import dev.hawser.workflows.internal.diff.Difference.Present;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares two JSON values field by field. Lists of things with ids are compared by id. */
final class FieldDiff {
  private final @Nullable String stepId;
  private final List<Difference> out;

  FieldDiff(@Nullable String stepId, List<Difference> out) {
    this.stepId = stepId;
    this.out = out;
  }

  /** Where a value stands, in both definitions. */
  private record At(String from, String to, String field) {
    At child(String name, String label) {
      String token = name.replace("~", "~0").replace("/", "~1");
      return new At(
          from + "/" + token, to + "/" + token, field.isEmpty() ? label : field + "." + label);
    }

    At item(int before, int after, String label) {
      return new At(from + "/" + before, to + "/" + after, field + "[" + label + "]");
    }
  }

  void compare(Map<?, ?> from, Map<?, ?> to, String fromPointer, String toPointer) {
    maps(from, to, new At(fromPointer, toPointer, ""));
  }

  private void values(@Nullable Object from, @Nullable Object to, At at) {
    if (Objects.equals(from, to) || (from instanceof StepRefs && to instanceof StepRefs)) {
      return;
    }
    if (from instanceof Map<?, ?> before && to instanceof Map<?, ?> after) {
      maps(before, after, at);
    } else if (from instanceof List<?> before && to instanceof List<?> after) {
      lists(before, after, at);
    } else {
      changed(at, new Present(from), new Present(to));
    }
  }

  private void maps(Map<?, ?> from, Map<?, ?> to, At at) {
    for (var entry : to.entrySet()) {
      String name = String.valueOf(entry.getKey());
      At child = at.child(name, name);
      if (from.containsKey(name)) {
        values(from.get(name), entry.getValue(), child);
      } else {
        changed(child, null, new Present(entry.getValue()));
      }
    }
    for (var entry : from.entrySet()) {
      String name = String.valueOf(entry.getKey());
      if (!to.containsKey(name)) {
        changed(at.child(name, name), new Present(entry.getValue()), null);
      }
    }
  }

  private void lists(List<?> from, List<?> to, At at) {
    List<String> before = ids(from);
    List<String> after = ids(to);
    if (before != null && after != null && (!before.isEmpty() || !after.isEmpty())) {
      byId(from, to, before, after, at);
    } else if (from.size() == to.size()) {
      for (int i = 0; i < to.size(); i++) {
        values(from.get(i), to.get(i), at.item(i, i, Integer.toString(i)));
      }
    } else {
      changed(at, new Present(from), new Present(to));
    }
  }

  private void byId(List<?> from, List<?> to, List<String> before, List<String> after, At at) {
    Map<String, Integer> places = HashMap.newHashMap(before.size());
    before.forEach(id -> places.put(id, places.size()));
    Set<String> now = new HashSet<>(after);
    for (int i = 0; i < after.size(); i++) {
      int old = places.getOrDefault(after.get(i), -1);
      At item = at.item(Math.max(old, 0), i, after.get(i));
      if (old < 0) {
        changed(item, null, new Present(to.get(i)));
      } else {
        values(from.get(old), to.get(i), item);
      }
    }
    for (int i = 0; i < before.size(); i++) {
      if (!now.contains(before.get(i))) {
        changed(at.item(i, 0, before.get(i)), new Present(from.get(i)), null);
      }
    }
    List<String> kept = before.stream().filter(now::contains).toList();
    List<String> order = after.stream().filter(places::containsKey).toList();
    if (!kept.equals(order)) {
      changed(at, new Present(before), new Present(after));
    }
  }

  /** The ids of a list of things that all have one of their own; null when it is no such list. */
  private static @Nullable List<String> ids(List<?> items) {
    List<String> ids = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Object item : items) {
      if (!(item instanceof Map<?, ?> map)
          || !(map.get("id") instanceof String id)
          || !seen.add(id)) {
        return null;
      }
      ids.add(id);
    }
    return ids;
  }

  private void changed(At at, @Nullable Present from, @Nullable Present to) {
    Present before = from == null ? null : new Present(shown(from.value()));
    Present after = to == null ? null : new Present(shown(to.value()));
    out.add(new Changed(stepId, to == null ? at.from() : at.to(), at.field(), before, after));
  }

  /** Steps inside a value are shown by their ids: they are differences of their own. */
  private static @Nullable Object shown(@Nullable Object value) {
    return switch (value) {
      case StepRefs refs -> refs.ids();
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> shown = LinkedHashMap.newLinkedHashMap(map.size());
        map.forEach((name, inner) -> shown.put(String.valueOf(name), shown(inner)));
        yield shown;
      }
      case List<?> list -> {
        List<@Nullable Object> shown = new ArrayList<>(list.size());
        list.forEach(item -> shown.add(shown(item)));
        yield shown;
      }
      case null, default -> value;
    };
  }
}
