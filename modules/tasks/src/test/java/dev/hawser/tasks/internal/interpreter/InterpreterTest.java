package dev.hawser.tasks.internal.interpreter;

import static dev.hawser.tasks.internal.interpreter.Plans.arm;
import static dev.hawser.tasks.internal.interpreter.Plans.branch;
import static dev.hawser.tasks.internal.interpreter.Plans.function;
import static dev.hawser.tasks.internal.interpreter.Plans.handling;
import static dev.hawser.tasks.internal.interpreter.Plans.header;
import static dev.hawser.tasks.internal.interpreter.Plans.plan;
import static dev.hawser.tasks.internal.interpreter.Plans.readingTime;
import static dev.hawser.tasks.internal.interpreter.Plans.request;
import static dev.hawser.tasks.internal.interpreter.Plans.retrying;
import static dev.hawser.tasks.internal.interpreter.Plans.transform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.tasks.internal.interpreter.Host.FencedException;
import dev.hawser.tasks.internal.interpreter.Host.ParkedException;
import dev.hawser.workflows.EvaluationException;
import dev.hawser.workflows.Plan;
import dev.hawser.workflows.RetryPolicy;
import dev.hawser.workflows.Scope;
import dev.hawser.workflows.StepPlan;
import dev.hawser.workflows.StepPlan.ErrorHandling;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InterpreterTest {
  private static final UUID ID = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
  private static final StepError DOWN = new StepError("network", "down", Map.of());

  private final RecordingHost host = new RecordingHost();

  private Outcome run(Plan plan) throws Exception {
    return run(plan, List.of());
  }

  private Outcome run(Plan plan, List<StepRecord> before) throws Exception {
    host.records.clear();
    host.records.addAll(before);
    host.durable = before.size();
    return new Interpreter(plan, ID, Map.of("trigger", Map.of("n", 5L)), before, host)
        .run(host.now);
  }

  private List<String> paths() {
    return host.records.stream().map(record -> record.path() + " " + record.status()).toList();
  }

  private static Object output(Scope scope, String step) {
    return ((Map<?, ?>) ((Map<?, ?>) scope.root("steps")).get(step)).get("output");
  }

  @Test
  void steps_run_in_order_and_see_what_came_before() throws Exception {
    Plan plan =
        plan(
            transform("a", scope -> ((Map<?, ?>) scope.root("trigger")).get("n")),
            transform("b", scope -> (Long) output(scope, "a") + 1),
            request("c", scope -> output(scope, "b")));
    assertThat(run(plan)).isEqualTo(new Outcome.Succeeded());
    assertThat(paths()).containsExactly("a SUCCEEDED", "b SUCCEEDED", "c SUCCEEDED");
    assertThat(host.sent).containsExactly(ID + ":c POST http://example.test/c 6");
  }

  @Test
  void one_effect_needs_no_write_before_the_end() throws Exception {
    run(plan(transform("a", scope -> 1L), request("b", scope -> 1L), transform("c", scope -> 1L)));
    assertThat(host.durable).isZero();
  }

  @Test
  void an_effect_is_durable_before_the_next_one_starts() throws Exception {
    run(plan(request("a", scope -> 1L), transform("b", scope -> 1L), request("c", scope -> 1L)));
    assertThat(host.durable).isEqualTo(2);
  }

  @Test
  void the_first_arm_that_holds_runs_and_an_arm_without_condition_is_the_else() throws Exception {
    Plan plan =
        plan(
            branch(
                "size",
                arm("big", scope -> false, request("x", scope -> 1L)),
                arm("other", null, transform("note", scope -> "else"))));
    run(plan);
    assertThat(paths()).containsExactly("size SUCCEEDED", "size/other/note SUCCEEDED");
    assertThat(host.records.getFirst().output()).isEqualTo(Map.of("arm", "other"));
  }

  @Test
  void a_recorded_step_never_runs_again_wherever_the_process_died() throws Exception {
    Plan plan =
        plan(
            request("a", scope -> 1L),
            branch("choose", arm("yes", scope -> true, request("b", scope -> output(scope, "a")))),
            request("c", scope -> 1L));
    run(plan);
    List<StepRecord> all = List.copyOf(host.records);
    for (int survived = 0; survived <= all.size(); survived++) {
      List<StepRecord> before = all.subList(0, survived);
      host.sent.clear();
      assertThat(run(plan, before)).isEqualTo(new Outcome.Succeeded());
      List<String> recorded = before.stream().map(StepRecord::stepId).toList();
      for (String step : List.of("a", "b", "c")) {
        long times = host.sent.stream().filter(line -> line.contains("/" + step + " ")).count();
        assertThat(times)
            .as(step + " after " + recorded)
            .isEqualTo(recorded.contains(step) ? 0 : 1);
      }
      assertThat(host.records.stream().map(StepRecord::path)).hasSize(4).doesNotHaveDuplicates();
    }
  }

  @Test
  void what_a_function_gave_is_durable_before_the_next_effect_and_is_not_calculated_again()
      throws Exception {
    Plan plan =
        plan(
            function("calculate", scope -> 3L),
            request("send", scope -> ((Map<?, ?>) output(scope, "calculate")).get("got")));
    run(plan);
    assertThat(host.durable).as("records before the request").isEqualTo(1);
    assertThat(host.records.getFirst().log()).isEqualTo(RecordingHost.LOG);
    List<StepRecord> before = host.afterCrash();
    host.called.clear();
    assertThat(run(plan, before)).isEqualTo(new Outcome.Succeeded());
    assertThat(host.called).isEmpty();
    assertThat(host.sent).hasSize(2).allMatch(line -> line.endsWith(" 3"));
  }

  @Test
  void a_step_that_fails_on_purpose_fails_the_execution_with_its_message_and_data()
      throws Exception {
    StepPlan fail = new StepPlan.Fail(Plans.header("stop"), scope -> "no more", scope -> 7L);
    assertThat(run(plan(fail, request("never", scope -> 1L))))
        .isEqualTo(
            new Outcome.Failed(
                Map.of("code", "failed", "message", "no more", "step", "stop", "data", 7L)));
    assertThat(paths()).containsExactly("stop FAILED");
    assertThat(host.sent).isEmpty();
  }

  @Test
  void the_steps_behind_see_what_is_kept_of_a_record() throws Exception {
    host.redaction = value -> "secret".equals(value) ? "***" : value;
    run(plan(transform("a", scope -> "secret"), request("b", scope -> output(scope, "a"))));
    assertThat(host.records.getFirst().output()).isEqualTo("***");
    assertThat(host.sent.getFirst()).endsWith(" ***");
  }

  @Test
  void a_chosen_arm_stays_chosen_after_a_crash() throws Exception {
    boolean[] first = {true};
    Plan plan =
        plan(
            branch(
                "choose",
                arm("one", scope -> first[0], request("a", scope -> 1L), request("b", scope -> 1L)),
                arm("two", null, request("c", scope -> 1L))));
    run(plan);
    List<StepRecord> durable = host.afterCrash();
    first[0] = false;
    host.sent.clear();
    run(plan, durable);
    assertThat(host.sent).hasSize(1).first().asString().contains("/b ");
  }

  @Test
  void identifiers_and_recorded_moments_are_the_same_after_a_crash() throws Exception {
    Plan plan =
        plan(
            request(
                readingTime("a"), scope -> scope.now() + " " + scope.uuid() + " " + scope.uuid()));
    host.dieBeforeNextSend = true;
    assertThatThrownBy(() -> run(plan)).isInstanceOf(FencedException.class);
    assertThat(host.afterCrash())
        .hasSize(1); // the moment is recorded before anything outside can see it
    Instant moment = host.afterCrash().getFirst().startedAt();
    host.dieBeforeNextSend = false;
    host.now = host.now.plusSeconds(60);
    run(plan, host.afterCrash());
    run(plan, host.afterCrash().subList(0, 1));
    assertThat(host.sent).hasSize(2).allMatch(line -> line.contains(moment.toString()));
    assertThat(Set.copyOf(host.sent)).hasSize(1);
  }

  @Test
  void a_failed_attempt_is_repeated_after_its_delay_and_counts_once() throws Exception {
    host.answer(DOWN).answer(DOWN).answer(Map.of("status", 200L));
    Instant start = host.now;
    assertThat(run(plan(request(retrying("a"), scope -> 1L)))).isEqualTo(new Outcome.Succeeded());
    assertThat(paths()).containsExactly("a RETRYING", "a RETRYING", "a SUCCEEDED");
    assertThat(host.records.getLast().attempt()).isEqualTo(3);
    assertThat(Duration.between(start, host.now)).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
    assertThat(host.sent.stream().map(line -> line.substring(0, line.indexOf(' '))))
        .containsOnly(ID + ":a");
  }

  @Test
  void retries_end_and_only_the_named_failures_are_repeated() throws Exception {
    host.answer(DOWN).answer(DOWN).answer(DOWN);
    assertThat(run(plan(request(retrying("a"), scope -> 1L)))).isInstanceOf(Outcome.Failed.class);
    assertThat(host.sent).hasSize(3);
    host.sent.clear();
    host.answer(new StepError("http-status", "no", Map.of("status", 404L)));
    assertThat(run(plan(request(retrying("a"), scope -> 1L)))).isInstanceOf(Outcome.Failed.class);
    assertThat(host.sent).hasSize(1);
  }

  @Test
  void a_parked_execution_goes_on_with_the_next_attempt() throws Exception {
    host.park = true;
    host.answer(DOWN);
    Plan plan = plan(request(retrying("a"), scope -> 1L), request("b", scope -> 1L));
    assertThatThrownBy(() -> run(plan)).isInstanceOf(ParkedException.class);
    List<StepRecord> durable = host.afterCrash();
    assertThat(durable.getLast().retryAt()).isNotNull();
    host.now = durable.getLast().retryAt();
    assertThat(run(plan, durable)).isEqualTo(new Outcome.Succeeded());
    assertThat(paths()).containsExactly("a RETRYING", "a SUCCEEDED", "b SUCCEEDED");
  }

  @Test
  void errors_fail_the_execution_or_become_output_or_are_handled() throws Exception {
    StepPlan.Header go = handling("a", new ErrorHandling.Continue());
    StepPlan.Header handle =
        handling(
            "a", new ErrorHandling.Handle(List.of(request("alert", scope -> scope.root("error")))));
    host.answer(DOWN);
    Outcome failed = run(plan(request("a", scope -> 1L), transform("b", scope -> 1L)));
    assertThat(failed)
        .isEqualTo(new Outcome.Failed(Map.of("code", "network", "message", "down", "step", "a")));
    host.answer(DOWN);
    assertThat(run(plan(request(go, scope -> 1L), transform("b", scope -> output(scope, "a")))))
        .isEqualTo(new Outcome.Succeeded());
    assertThat(host.records.getLast().output()).isInstanceOf(Map.class);
    host.answer(DOWN);
    assertThat(run(plan(request(handle, scope -> 1L), transform("b", scope -> 1L))))
        .isEqualTo(new Outcome.Succeeded());
    assertThat(paths()).containsExactly("a FAILED", "a.onError/alert SUCCEEDED", "b SUCCEEDED");
  }

  @Test
  void a_handled_failure_is_handled_again_from_its_record() throws Exception {
    StepPlan.Header handle =
        handling("a", new ErrorHandling.Handle(List.of(request("alert", scope -> 1L))));
    Plan plan = plan(request(handle, scope -> 1L), request("b", scope -> 1L));
    host.answer(DOWN);
    run(plan);
    host.sent.clear();
    run(plan, List.copyOf(host.records.subList(0, 1)));
    assertThat(host.sent).hasSize(2).first().asString().contains("/alert ");
  }

  @Test
  void the_steps_for_errors_of_the_whole_workflow_run_before_it_fails() throws Exception {
    Plan plan =
        new Plan(
            new dev.hawser.workflows.TriggerPlan.Manual(),
            List.of(request("a", scope -> 1L)),
            List.of(request("alert", scope -> scope.root("error"))),
            Duration.ofHours(1),
            1);
    host.answer(DOWN);
    assertThat(run(plan)).isInstanceOf(Outcome.Failed.class);
    assertThat(paths()).containsExactly("a FAILED", "onError/alert SUCCEEDED");
    assertThat(host.sent.getLast()).contains("down");
  }

  @Test
  void an_expression_that_throws_is_a_failed_step() throws Exception {
    Plan plan =
        plan(
            transform(
                "a",
                scope -> {
                  throw new EvaluationException("trigger.x", "there is no x");
                }));
    assertThat(run(plan))
        .isEqualTo(
            new Outcome.Failed(
                Map.of(
                    "code",
                    "expression",
                    "message",
                    "there is no x",
                    "step",
                    "a",
                    "expression",
                    "trigger.x")));
  }

  @Test
  void a_step_whose_condition_does_not_hold_is_skipped() throws Exception {
    StepPlan.Header never =
        new StepPlan.Header(
            "a", scope -> false, null, RetryPolicy.NONE, new ErrorHandling.Fail(), false, Set.of());
    run(plan(request(never, scope -> 1L), transform(header("b"), scope -> output(scope, "a"))));
    assertThat(paths()).containsExactly("a SKIPPED", "b SUCCEEDED");
    assertThat(host.sent).isEmpty();
  }

  @Test
  void an_execution_over_its_time_limit_fails_and_waiting_does_not_count() throws Exception {
    Plan shortPlan =
        new Plan(
            new dev.hawser.workflows.TriggerPlan.Manual(),
            List.of(request(retrying("a"), scope -> 1L), transform("b", scope -> 1L)),
            List.of(),
            Duration.ofSeconds(5),
            1);
    host.answer(DOWN);
    assertThat(run(shortPlan)).isEqualTo(new Outcome.Succeeded()); // 10 s of waiting for the retry
    Interpreter late = new Interpreter(shortPlan, ID, Map.of(), List.of(), host);
    assertThat(late.run(host.now.minusSeconds(6)))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.error().toString()).contains("execution-timeout"));
  }
}
