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
 * @param found all steps of the definition
 * @param declared what the definition declares
 * @param roots the names that an expression can start with
 * @param before steps that ran on every path that leads here
 * @param perhaps steps that ran on some path that leads here
 * @param loops the {@code each} steps that the place is inside of
 * @param self the step that the place is in
 */
record Visibility(
    StepIds found,
    Declarations declared,
    Set<String> roots,
    Set<String> before,
    Set<String> perhaps,
    Set<String> loops,
    @Nullable String self) {

  /** At the first step. */
  static Visibility start(StepIds found, Declarations declared) {
    Set<String> roots = trigger(found, declared).roots;
    Set<String> all = new HashSet<>(roots);
    all.addAll(Set.of("trigger", "steps", "execution", "now"));
    return new Visibility(found, declared, all, Set.of(), Set.of(), Set.of(), null);
  }

  /** In the trigger itself, before there is an execution. */
  static Visibility trigger(StepIds found, Declarations declared) {
    Set<String> roots = new HashSet<>(Set.of("project", "secrets"));
    if (declared.hasUser()) {
      roots.add("user");
    }
    if (declared.hasSettings()) {
      roots.add("settings");
    }
    return new Visibility(found, declared, roots, Set.of(), Set.of(), Set.of(), null);
  }

  /** In the steps that run because the execution is about to fail, wherever that was. */
  static Visibility handlingAny(StepIds found, Declarations declared) {
    Visibility start = start(found, declared);
    Set<String> perhaps = new HashSet<>(found.ids());
    perhaps.removeAll(found.loops().keySet());
    return start.with("error").with(start.before, perhaps, Set.of());
  }

  Visibility in(@Nullable String step) {
    return new Visibility(found, declared, roots, before, perhaps, loops, step);
  }

  /** Where the step that the place is in has something to show already: a page, an event. */
  Visibility withSelf() {
    return after(self, Set.of());
  }

  /** Inside an {@code each} step. */
  Visibility each(@Nullable String step) {
    Set<String> inner = new HashSet<>(loops);
    if (step != null) {
      inner.add(step);
    }
    return with("item", "index").with(before, perhaps, inner);
  }

  /** Behind a step; {@code inner} are the steps inside it, which may have run or not. */
  Visibility after(@Nullable String step, Set<String> inner) {
    Set<String> nowBefore = new LinkedHashSet<>(before);
    if (step != null) {
      nowBefore.add(step);
    }
    Set<String> nowPerhaps = perhaps;
    if (!inner.isEmpty()) {
      nowPerhaps = new HashSet<>(perhaps);
      nowPerhaps.addAll(inner);
    }
    return with(nowBefore, nowPerhaps, loops);
  }

  /** Behind steps that ran beside each other. */
  Visibility afterAll(Set<String> ran) {
    Set<String> nowBefore = new LinkedHashSet<>(before);
    nowBefore.addAll(ran);
    return with(nowBefore, perhaps, loops);
  }

  /** In the steps that run because {@code failed} did. */
  Visibility handling(@Nullable String failed) {
    return after(failed, Set.of()).with("error");
  }

  private Visibility with(String... names) {
    Set<String> more = new HashSet<>(roots);
    more.addAll(Set.of(names));
    return new Visibility(found, declared, more, before, perhaps, loops, self);
  }

  private Visibility with(Set<String> nowBefore, Set<String> nowPerhaps, Set<String> nowLoops) {
    return new Visibility(found, declared, roots, nowBefore, nowPerhaps, nowLoops, null);
  }

  /** Reports what an expression reads and cannot. */
  void check(Part part, Usage usage) {
    Set<String> reported = new HashSet<>();
    for (RootUse root : usage.roots()) {
      if (!roots.contains(root.name()) && reported.add(root.name())) {
        part.problem(missing(root.name()));
      }
    }
    declared.check(part, usage);
    for (StepUse use : usage.steps()) {
      if (roots.contains("steps") && !isReadable(use) && reported.add("steps." + use.id())) {
        report(part, use.id());
      }
    }
  }

  private static String missing(String root) {
    return switch (root) {
      case "error" -> "\"error\" is only there in the steps of an onError";
      case "item", "index" -> "\"" + root + "\" is only there inside an each step";
      case "settings" -> "\"settings\" is only there when the definition declares them at the top";
      case "user" ->
          "\"user\" is only there in workflows of an integration, and behind triggers of type"
              + " request or event";
      default -> "\"" + root + "\" is not available here";
    };
  }

  private boolean isReadable(StepUse use) {
    return before.contains(use.id()) || (use.optional() && perhaps.contains(use.id()));
  }

  private void report(Part part, String id) {
    String named = "step \"" + id + "\"";
    String loop = found.loops().get(id);
    if (!found.ids().contains(id)) {
      String suggestion = Names.nearest(id, before);
      if (suggestion == null) {
        suggestion = Names.nearest(id, found.ids());
      }
      String hint =
          suggestion != null || before.isEmpty()
              ? Names.didYouMean(suggestion)
              : "; before this one are " + Names.list(before);
      part.problem("there is no " + named + hint, suggestion);
    } else if (id.equals(self)) {
      part.problem(named + " cannot read its own result");
    } else if (loop != null && !loops.contains(loop)) {
      part.problem(
          named
              + " runs once for each item of \""
              + loop
              + "\"; from outside read steps."
              + loop
              + ".output");
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
