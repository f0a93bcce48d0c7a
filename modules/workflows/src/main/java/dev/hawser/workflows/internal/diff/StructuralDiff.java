package dev.hawser.workflows.internal.diff;

import dev.hawser.workflows.internal.diff.Difference.Added;
import dev.hawser.workflows.internal.diff.Difference.Moved;
import dev.hawser.workflows.internal.diff.Difference.Place;
import dev.hawser.workflows.internal.diff.Difference.Removed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is different between two definitions, by step id. A step counts as moved when it is in
 * another list, or stands elsewhere among those that stayed; steps that only give way to others are
 * not moved. The layout is not looked at.
 */
public final class StructuralDiff {
  private StructuralDiff() {}

  /**
   * The definition's own fields first, then steps in the order of the new one, then the steps that
   * it has no more. Copes with definitions that are wrong.
   */
  public static List<Difference> between(Map<?, ?> from, Map<?, ?> to) {
    StepIndex before = StepIndex.of(from);
    StepIndex after = StepIndex.of(to);
    List<Difference> differences = new ArrayList<>();
    new FieldDiff(null, differences).compare(before.rest(), after.rest(), "", "");
    Set<String> stayed = stayed(before, after);
    for (PlacedStep step : after.steps().values()) {
      PlacedStep old = before.steps().get(step.key());
      if (old == null) {
        differences.add(new Added(step.key(), step.type(), step.pointer(), step.list()));
        continue;
      }
      if (!stayed.contains(step.key())) {
        differences.add(new Moved(step.key(), place(old), place(step)));
      }
      new FieldDiff(step.key(), differences)
          .compare(old.fields(), step.fields(), old.pointer(), step.pointer());
    }
    for (PlacedStep step : before.steps().values()) {
      if (!after.steps().containsKey(step.key())) {
        differences.add(new Removed(step.key(), step.type(), step.pointer(), step.list()));
      }
    }
    return differences;
  }

  private static Place place(PlacedStep step) {
    return new Place(step.list(), step.index(), step.pointer());
  }

  /** Of each list, the longest row of steps that stand in the same order as before. */
  private static Set<String> stayed(StepIndex before, StepIndex after) {
    Map<String, List<PlacedStep>> lists = new LinkedHashMap<>();
    for (PlacedStep step : after.steps().values()) {
      PlacedStep old = before.steps().get(step.key());
      if (old != null && old.list().equals(step.list())) {
        lists.computeIfAbsent(step.list(), list -> new ArrayList<>()).add(old);
      }
    }
    Set<String> stayed = new HashSet<>();
    lists.values().forEach(list -> stayed.addAll(longestRising(list)));
    return stayed;
  }

  /** Longest increasing subsequence of the old indexes, by patience sorting. */
  private static List<String> longestRising(List<PlacedStep> steps) {
    int[] ends = new int[steps.size()];
    int[] previous = new int[steps.size()];
    int length = 0;
    for (int i = 0; i < steps.size(); i++) {
      int low = 0;
      int high = length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (steps.get(ends[middle]).index() < steps.get(i).index()) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      previous[i] = low == 0 ? -1 : ends[low - 1];
      ends[low] = i;
      length = Math.max(length, low + 1);
    }
    String[] row = new String[length];
    int at = length == 0 ? -1 : ends[length - 1];
    for (int i = length - 1; i >= 0; i--) {
      row[i] = steps.get(at).key();
      at = previous[at];
    }
    return Arrays.asList(row);
  }
}
