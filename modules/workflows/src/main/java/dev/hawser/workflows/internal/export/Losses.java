package dev.hawser.workflows.internal.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects losses; some are told once, at the first place. */
final class Losses {
  private final List<Loss> all = new ArrayList<>();
  private final Map<String, Loss> once = new LinkedHashMap<>();

  void add(Place at, String feature, String message) {
    all.add(new Loss(at.pointer(), at.stepId(), feature, message));
  }

  void once(Place at, String feature, String message) {
    once.computeIfAbsent(feature, f -> new Loss(at.pointer(), at.stepId(), f, message));
  }

  List<Loss> list() {
    List<Loss> list = new ArrayList<>(once.values());
    list.addAll(all);
    return list;
  }

  /** Where something stands in the definition. */
  record Place(String pointer, @Nullable String stepId) {
    Place child(Object name) {
      String token = String.valueOf(name).replace("~", "~0").replace("/", "~1");
      return new Place(pointer + "/" + token, stepId);
    }

    Place step(String id) {
      return new Place(pointer, id);
    }
  }
}
