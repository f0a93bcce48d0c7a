package dev.hawser.tasks.internal.interpreter;

import dev.hawser.workflows.Condition;
import dev.hawser.workflows.Plan;
import dev.hawser.workflows.RetryPolicy;
import dev.hawser.workflows.StepPlan;
import dev.hawser.workflows.StepPlan.Arm;
import dev.hawser.workflows.StepPlan.Auth;
import dev.hawser.workflows.StepPlan.Body;
import dev.hawser.workflows.StepPlan.ErrorHandling;
import dev.hawser.workflows.StepPlan.Header;
import dev.hawser.workflows.TriggerPlan;
import dev.hawser.workflows.Value;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plans by hand, without the compiler. */
final class Plans {
  static final RetryPolicy TWICE =
      new RetryPolicy(
          List.of(Duration.ofSeconds(10), Duration.ofSeconds(20)), 0, Set.of("network", "5xx"));

  private Plans() {}

  static Plan plan(StepPlan... steps) {
    return new Plan(new TriggerPlan.Manual(), List.of(steps), List.of(), Duration.ofHours(1), 10);
  }

  static Header header(String id) {
    return new Header(id, null, null, RetryPolicy.NONE, new ErrorHandling.Fail(), false, Set.of());
  }

  static StepPlan transform(String id, Value value) {
    return new StepPlan.Transform(header(id), value);
  }

  static StepPlan transform(Header header, Value value) {
    return new StepPlan.Transform(header, value);
  }

  static StepPlan request(String id, Value body) {
    return request(header(id), body);
  }

  static StepPlan request(Header header, Value body) {
    return new StepPlan.Request(
        header,
        "POST",
        scope -> "http://example.test/" + header.id(),
        List.of(),
        List.of(),
        new Body.Json(body),
        new Auth.None(),
        true,
        StepPlan.ResponseForm.AUTO);
  }

  static StepPlan function(String id, Value input) {
    return new StepPlan.Function(header(id), "export default (input) => input", input);
  }

  static StepPlan branch(String id, Arm... arms) {
    return new StepPlan.Branch(header(id), List.of(arms));
  }

  static Arm arm(String id, @Nullable Condition when, StepPlan... steps) {
    return new Arm(id, when, List.of(steps));
  }

  static Header retrying(String id) {
    return new Header(id, null, null, TWICE, new ErrorHandling.Fail(), false, Set.of());
  }

  static Header handling(String id, ErrorHandling handling) {
    return new Header(id, null, null, RetryPolicy.NONE, handling, false, Set.of());
  }

  static Header readingTime(String id) {
    return new Header(id, null, null, RetryPolicy.NONE, new ErrorHandling.Fail(), true, Set.of());
  }
}
