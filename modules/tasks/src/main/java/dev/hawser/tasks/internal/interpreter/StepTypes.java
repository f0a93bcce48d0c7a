package dev.hawser.tasks.internal.interpreter;

import dev.hawser.workflows.Plan;
import dev.hawser.workflows.RetryPolicy;
import dev.hawser.workflows.StepPlan;
import dev.hawser.workflows.StepPlan.ErrorHandling;
import dev.hawser.workflows.StepPlan.Header;
import java.util.List;
import java.util.function.Consumer;

/** What differs from type to type of step, for those who treat all of them alike. */
public final class StepTypes {
  private StepTypes() {}

  /** The type's name in the language. */
  public static String name(StepPlan step) {
    return switch (step) {
      case StepPlan.Transform t -> "transform";
      case StepPlan.Branch b -> "branch";
      case StepPlan.Request r -> "request";
      case StepPlan.Respond r -> Interpreter.RESPOND;
      case StepPlan.Function f -> "function";
      case StepPlan.Fail f -> "fail";
      case StepPlan.Action a -> "action";
      case StepPlan.Each e -> "each";
      case StepPlan.Parallel p -> "parallel";
      case StepPlan.Delay d -> "delay";
      case StepPlan.WaitFor w -> "waitFor";
      case StepPlan.Workflow w -> "workflow";
    };
  }

  /** Visits the steps and what is inside of them, but not those that handle errors. */
  public static void walk(List<StepPlan> steps, Consumer<StepPlan> visitor) {
    for (StepPlan step : steps) {
      visitor.accept(step);
      switch (step) {
        case StepPlan.Branch branch -> branch.arms().forEach(arm -> walk(arm.steps(), visitor));
        case StepPlan.Each each -> walk(each.steps(), visitor);
        case StepPlan.Parallel parallel ->
            parallel.branches().forEach(branch -> walk(branch.steps(), visitor));
        default -> {}
      }
    }
  }

  /** Visits every step of a plan. */
  public static void walkAll(Plan plan, Consumer<StepPlan> visitor) {
    walkWithHandlers(plan.steps(), visitor);
    walkWithHandlers(plan.onError(), visitor);
  }

  private static void walkWithHandlers(List<StepPlan> steps, Consumer<StepPlan> visitor) {
    walk(
        steps,
        step -> {
          visitor.accept(step);
          if (step.header().onError() instanceof ErrorHandling.Handle handler) {
            walkWithHandlers(handler.steps(), visitor);
          }
        });
  }

  /** The header of a step that is tried once. */
  public static Header withoutRetries(Header header) {
    return new Header(
        header.id(),
        header.when(),
        header.timeout(),
        RetryPolicy.NONE,
        header.onError(),
        header.readsTime(),
        header.reads());
  }

  /** The header of a step whose errors are handled by these steps. */
  public static Header withHandler(Header header, List<StepPlan> steps) {
    return new Header(
        header.id(),
        header.when(),
        header.timeout(),
        header.retry(),
        new ErrorHandling.Handle(steps),
        header.readsTime(),
        header.reads());
  }

  /** The same step under another header. */
  public static StepPlan withHeader(StepPlan step, Header header) {
    return switch (step) {
      case StepPlan.Transform t -> new StepPlan.Transform(header, t.value());
      case StepPlan.Branch b -> new StepPlan.Branch(header, b.arms());
      case StepPlan.Request r ->
          new StepPlan.Request(
              header,
              r.method(),
              r.url(),
              r.query(),
              r.headers(),
              r.body(),
              r.auth(),
              r.followRedirects(),
              r.response(),
              r.paginate());
      case StepPlan.Respond r -> new StepPlan.Respond(header, r.status(), r.headers(), r.content());
      case StepPlan.Function f -> new StepPlan.Function(header, f.code(), f.input());
      case StepPlan.Fail f -> new StepPlan.Fail(header, f.message(), f.data());
      // A test refuses to run what this release cannot run.
      case StepPlan.Action a -> a;
      case StepPlan.Each e -> e;
      case StepPlan.Parallel p -> p;
      case StepPlan.Delay d -> d;
      case StepPlan.WaitFor w -> w;
      case StepPlan.Workflow w -> w;
    };
  }
}
