package dev.hawser.workflows.internal.language;

import dev.hawser.workflows.internal.expression.Names;
import dev.hawser.workflows.internal.expression.Usage;
import dev.hawser.workflows.internal.expression.Usage.RootUse;
import dev.hawser.workflows.internal.expression.Usage.StepUse;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be read at a place.
 *
 * @param all the ids of all steps of the definition
 * @param before steps that ran on every path that leads here
 * @param perhaps steps that ran on some path that leads here
 * @param self the step that the place is in
 * @param error whether there is an error to read
 */
record Visibility(
    Set<String> all,
    Set<String> before,
    Set<String> perhaps,
    @Nullable String self,
    boolean error) {
  private static final Set<String> LATER = Set.of("secrets", "settings", "user", "item", "index");

  static Visibility start(Set<String> all) {
    return new Visibility(all, Set.of(), Set.of(), null, false);
  }

  Visibility in(@Nullable String step) {
    return new Visibility(all, before, perhaps, step, error);
  }

  /** Behind a step; {@code inner} are the steps inside it, which may have run or not. */
  Visibility after(@Nullable String step, Set<String> inner) {
    Set<String> nowBefore = new LinkedHashSet<>(before);
    if (step != null) {
      nowBefore.add(step);
    }
    Set<String> nowPerhaps = new HashSet<>(perhaps);
    nowPerhaps.addAll(inner);
    return new Visibility(all, nowBefore, nowPerhaps, null, error);
  }

  /** In the steps that run because {@code failed} did. */
  Visibility handling(@Nullable String failed) {
    Visibility behind = after(failed, Set.of());
    return new Visibility(all, behind.before, behind.perhaps, null, true);
  }

  /** In the steps that run because the execution is about to fail, wherever that was. */
  static Visibility handlingAny(Set<String> all) {
    return new Visibility(all, Set.of(), all, null, true);
  }

  /** Reports what an expression reads and cannot. */
  void check(Part part, Usage usage) {
    Set<String> reported = new HashSet<>();
    for (RootUse root : usage.roots()) {
      if (LATER.contains(root.name()) && reported.add(root.name())) {
        part.problem("\"" + root.name() + "\" is not available here");
      }
      if (root.name().equals("error") && !error && reported.add("error")) {
        part.problem("\"error\" is only there in the steps of an onError");
      }
    }
    for (StepUse use : usage.steps()) {
      if (!isReadable(use) && reported.add("steps." + use.id())) {
        report(part, use);
      }
    }
  }

  private boolean isReadable(StepUse use) {
    return before.contains(use.id()) || (use.optional() && perhaps.contains(use.id()));
  }

  private void report(Part part, StepUse use) {
    String id = use.id();
    String named = "step \"" + id + "\"";
    if (!all.contains(id)) {
      String suggestion = Names.nearest(id, before);
      if (suggestion == null) {
        suggestion = Names.nearest(id, all);
      }
      String hint =
          suggestion != null || before.isEmpty()
              ? Names.didYouMean(suggestion)
              : "; before this one are " + Names.list(before);
      part.problem("there is no " + named + hint, suggestion);
    } else if (id.equals(self)) {
      part.problem(named + " cannot read its own result");
    } else if (perhaps.contains(id)) {
      part.problem(
          named
              + " does not run on every path to this place; read it as steps.?"
              + id
              + ".?output.orValue(…)");
    } else {
      part.problem(named + " does not run before this place");
    }
  }
}
