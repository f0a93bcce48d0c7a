package dev.hawser.tasks.internal.testrun;

import dev.hawser.core.config.NearestName;
import dev.hawser.core.error.Problem;
import dev.hawser.tasks.internal.interpreter.StepRecord;
import dev.hawser.tasks.internal.interpreter.StepStatus;
import dev.hawser.tasks.internal.interpreter.StepTypes;
import dev.hawser.workflows.Plan;
import dev.hawser.workflows.StepPlan;
import dev.hawser.workflows.StepPlan.Arm;
import dev.hawser.workflows.StepPlan.ErrorHandling;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A plan cut down to a test. Steps that do not run have a record already, as if they had: with the
 * output that was given for them, or skipped. Nothing is retried.
 *
 * @param given records of steps that do not run
 * @param problems why the test cannot run; then the rest is of no use
 */
public record TestPlan(Plan plan, List<StepRecord> given, List<Problem> problems) {
  public TestPlan {
    given = List.copyOf(given);
    problems = List.copyOf(problems);
  }

  /**
   * @param now the moment that the given records show
   */
  public static TestPlan of(Plan plan, TestScope scope, Instant now) {
    Cutter cutter = new Cutter(scope, now);
    List<Problem> problems = cutter.unknown(plan);
    if (!problems.isEmpty()) {
      return new TestPlan(plan, List.of(), problems);
    }
    List<StepPlan> steps = cutter.cut(plan.steps(), "");
    List<StepPlan> onError = cutter.cutHandler(plan.onError(), "onError/");
    Plan cut =
        new Plan(
            plan.trigger(),
            steps,
            onError,
            plan.timeout(),
            plan.concurrency(),
            plan.environment(),
            plan.unsupported());
    return new TestPlan(cut, cutter.given, cutter.problems(plan));
  }

  /** One walk through the steps, in the order in which they are written. */
  private static final class Cutter {
    private final TestScope scope;
    private final Instant now;
    private final List<StepRecord> given = new ArrayList<>();
    private final Set<String> without = new LinkedHashSet<>();
    private final Map<String, StepPlan> running = new LinkedHashMap<>();
    private boolean runs;
    private boolean handling;
    private boolean begun;
    private boolean ended;

    Cutter(TestScope scope, Instant now) {
      this.scope = scope;
      this.now = now;
      this.begun = scope.from() == null;
    }

    List<Problem> unknown(Plan plan) {
      Set<String> main = new LinkedHashSet<>();
      Set<String> all = new LinkedHashSet<>();
      StepTypes.walk(plan.steps(), step -> main.add(step.header().id()));
      StepTypes.walkAll(plan, step -> all.add(step.header().id()));
      List<Problem> problems = new ArrayList<>();
      check(problems, "/from", scope.from(), main, all);
      check(problems, "/to", scope.to(), main, all);
      for (String step : scope.pinned().keySet()) {
        check(problems, "/outputs/" + step, step, all, all);
      }
      return problems;
    }

    private static void check(
        List<Problem> problems,
        String pointer,
        @Nullable String step,
        Set<String> allowed,
        Set<String> all) {
      if (step == null || allowed.contains(step)) {
        return;
      }
      String message =
          all.contains(step)
              ? "the step " + step + " handles an error: a test cannot begin or end there"
              : "there is no step " + step;
      String nearest = NearestName.of(step, allowed).orElse(null);
      problems.add(new Problem(pointer, message, null, nearest, null, null));
    }

    /** What keeps the test from running; after the walk. */
    List<Problem> problems(Plan plan) {
      List<Problem> problems = new ArrayList<>();
      if (!runs) {
        problems.add(Problem.at("/to", "the last step comes before the first one"));
      }
      plan.unsupported().stream()
          .filter(problem -> problem.stepId() != null && running.containsKey(problem.stepId()))
          .forEach(problems::add);
      Set<String> missing = new LinkedHashSet<>();
      for (StepPlan step : running.values()) {
        for (String read : step.header().reads()) {
          String other = read.startsWith("steps.") ? read.substring("steps.".length()) : "";
          if (without.contains(other) && missing.add(other)) {
            problems.add(
                new Problem(
                    "/outputs/" + other,
                    "the step "
                        + step.header().id()
                        + " reads the output of "
                        + other
                        + ", which does not run in this test: give an output for it, or an"
                        + " execution that has one",
                    step.header().id(),
                    null,
                    null,
                    null));
          }
        }
      }
      return problems;
    }

    List<StepPlan> cut(List<StepPlan> steps, String prefix) {
      List<StepPlan> kept = new ArrayList<>();
      for (StepPlan step : steps) {
        if (ended) {
          break;
        }
        kept.add(cut(step, prefix + step.header().id()));
      }
      return kept;
    }

    /** Steps that handle errors run whole, except for those that are pinned. */
    List<StepPlan> cutHandler(List<StepPlan> steps, String prefix) {
      boolean before = begun;
      boolean after = ended;
      boolean nested = handling;
      begun = true;
      ended = false;
      handling = true;
      List<StepPlan> kept = cut(steps, prefix);
      begun = before;
      ended = after;
      handling = nested;
      return kept;
    }

    private StepPlan cut(StepPlan step, String path) {
      String id = step.header().id();
      begun |= id.equals(scope.from());
      boolean last = id.equals(scope.to());
      StepPlan cut;
      if (!begun || scope.pinned().containsKey(id)) {
        cut = passed(step, path);
      } else {
        running.put(id, step);
        runs |= !handling;
        cut = inner(step, path);
      }
      ended |= last;
      return cut;
    }

    /** A step that does not run itself; the first that runs may be inside of it. */
    private StepPlan passed(StepPlan step, String path) {
      String id = step.header().id();
      String from = scope.from();
      Arm entered = begun || from == null ? null : armWith(step, from);
      if (entered != null) {
        give(step, path, StepStatus.SUCCEEDED, Map.of("arm", entered.id()));
      } else if (scope.isGiven(id)) {
        give(step, path, StepStatus.SUCCEEDED, scope.given(id));
      } else {
        without.add(id);
        give(step, path, StepStatus.SKIPPED, null);
      }
      return inner(step, path);
    }

    private static @Nullable Arm armWith(StepPlan step, String wanted) {
      if (step instanceof StepPlan.Branch branch) {
        for (Arm arm : branch.arms()) {
          boolean[] found = {false};
          StepTypes.walk(arm.steps(), inner -> found[0] |= inner.header().id().equals(wanted));
          if (found[0]) {
            return arm;
          }
        }
      }
      return null;
    }

    /** The step with what is inside of it cut, and without retries. */
    private StepPlan inner(StepPlan step, String path) {
      StepPlan.Header header = StepTypes.withoutRetries(step.header());
      if (header.onError() instanceof ErrorHandling.Handle handle) {
        header = StepTypes.withHandler(header, cutHandler(handle.steps(), path + ".onError/"));
      }
      if (!(step instanceof StepPlan.Branch branch)) {
        return StepTypes.withHeader(step, header);
      }
      List<Arm> arms = new ArrayList<>();
      boolean endedInside = false;
      boolean begunBefore = begun;
      boolean begunInside = begun;
      for (Arm arm : branch.arms()) {
        begun = begunBefore;
        ended = false;
        arms.add(new Arm(arm.id(), arm.when(), cut(arm.steps(), path + "/" + arm.id() + "/")));
        endedInside |= ended;
        begunInside |= begun;
      }
      begun = begunInside;
      ended = endedInside;
      return new StepPlan.Branch(header, arms);
    }

    private void give(StepPlan step, String path, StepStatus status, @Nullable Object output) {
      given.add(
          new StepRecord(
              path,
              step.header().id(),
              StepTypes.name(step),
              status,
              1,
              now,
              now,
              null,
              output,
              null,
              null));
    }
  }
}
