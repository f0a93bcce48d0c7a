package dev.hawser.tasks.internal.testrun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.error.Problem;
import dev.hawser.tasks.internal.interpreter.StepTypes;
import dev.hawser.workflows.Plan;
import dev.hawser.workflows.RetryPolicy;
import dev.hawser.workflows.StepPlan;
import dev.hawser.workflows.StepPlan.Arm;
import dev.hawser.workflows.StepPlan.ErrorHandling;
import dev.hawser.workflows.StepPlan.Header;
import dev.hawser.workflows.TriggerPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TestPlanTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final RetryPolicy TWICE =
      new RetryPolicy(List.of(Duration.ofSeconds(1)), 0, Set.of("network"));

  private final List<StepPlan> alert = List.of(step("alert"));
  private final Plan plan =
      plan(
          step("first"),
          new StepPlan.Branch(
              header("size", new ErrorHandling.Fail()),
              List.of(
                  new Arm("big", scope -> true, List.of(step("note", "first"), step("more"))),
                  new Arm("small", null, List.of(step("skip"))))),
          new StepPlan.Transform(
              header("last", new ErrorHandling.Handle(alert), "note"), scope -> 1L));

  private static StepPlan step(String id, String... reads) {
    return new StepPlan.Transform(header(id, new ErrorHandling.Fail(), reads), scope -> 1L);
  }

  private static Header header(String id, ErrorHandling onError, String... reads) {
    Set<String> others =
        Set.of(List.of(reads).stream().map("steps."::concat).toArray(String[]::new));
    return new Header(id, null, null, TWICE, onError, false, others);
  }

  private static Plan plan(StepPlan... steps) {
    return new Plan(
        new TriggerPlan.Manual(),
        List.of(steps),
        List.of(step("rescue")),
        Duration.ofHours(1),
        10,
        Plan.Environment.NOTHING,
        List.of(
            new Problem("/trigger", "cannot run", null, null, null, null),
            new Problem("/steps/1/arms/1/steps/0", "cannot run", "skip", null, null, null)));
  }

  private TestPlan test(
      @Nullable String from,
      @Nullable String to,
      Map<String, Object> pinned,
      Map<String, Object> earlier) {
    return TestPlan.of(plan, new TestScope(from, to, Map.copyOf(pinned), Map.copyOf(earlier)), NOW);
  }

  private static List<String> given(TestPlan test) {
    return test.given().stream()
        .map(record -> record.path() + " " + record.status() + " " + record.output())
        .toList();
  }

  private static List<String> ids(List<StepPlan> steps) {
    List<String> ids = new ArrayList<>();
    StepTypes.walk(steps, step -> ids.add(step.header().id()));
    return ids;
  }

  private static List<String> shown(TestPlan test) {
    return test.problems().stream()
        .map(problem -> problem.pointer() + ": " + problem.message())
        .toList();
  }

  @Test
  void a_step_that_this_release_cannot_run_is_a_problem_only_when_the_test_would_reach_it() {
    assertThat(shown(test(null, null, Map.of(), Map.of())))
        .containsExactly("/steps/1/arms/1/steps/0: cannot run");
    assertThat(shown(test(null, null, Map.of("skip", 1L), Map.of()))).isEmpty();
  }

  @Test
  void a_pinned_step_has_its_output_and_all_others_run_once_without_retries() {
    TestPlan test = test(null, null, Map.of("first", 7L, "skip", 1L), Map.of("more", 9L));
    assertThat(given(test)).containsExactly("first SUCCEEDED 7", "size/small/skip SUCCEEDED 1");
    List<RetryPolicy> retries = new ArrayList<>();
    StepTypes.walkAll(test.plan(), step -> retries.add(step.header().retry()));
    assertThat(retries).hasSize(8).containsOnly(RetryPolicy.NONE);
  }

  @Test
  void a_test_from_a_step_in_an_arm_enters_that_arm_with_what_came_before() {
    TestPlan test = test("note", null, Map.of("skip", 1L), Map.of("first", "earlier"));
    assertThat(test.problems()).isEmpty();
    assertThat(given(test))
        .containsExactly(
            "first SUCCEEDED earlier", "size SUCCEEDED {arm=big}", "size/small/skip SUCCEEDED 1");
  }

  @Test
  void a_step_whose_data_nobody_gave_is_named_with_who_reads_it() {
    TestPlan test = test("note", "note", Map.of("skip", 1L), Map.of());
    assertThat(shown(test)).singleElement().asString().contains("/outputs/first", "note reads");
  }

  @Test
  void an_earlier_branch_goes_where_it_went_but_nothing_in_it_runs() {
    TestPlan test = test("last", null, Map.of(), Map.of("size", Map.of("arm", "big"), "note", 5L));
    assertThat(test.problems()).isEmpty();
    assertThat(given(test))
        .containsExactly(
            "first SKIPPED null",
            "size SUCCEEDED {arm=big}",
            "size/big/note SUCCEEDED 5",
            "size/big/more SKIPPED null",
            "size/small/skip SKIPPED null");
  }

  @Test
  void a_test_ends_behind_its_last_step_also_inside_an_arm() {
    assertThat(ids(test(null, "first", Map.of(), Map.of()).plan().steps()))
        .containsExactly("first");
    assertThat(ids(test(null, "note", Map.of("skip", 1L), Map.of()).plan().steps()))
        .containsExactly("first", "size", "note", "skip");
  }

  @Test
  void unknown_steps_and_the_wrong_order_are_problems() {
    assertThat(shown(test("frist", "alert", Map.of("nobody", 1L), Map.of())))
        .containsExactly(
            "/from: there is no step frist",
            "/to: the step alert handles an error: a test cannot begin or end there",
            "/outputs/nobody: there is no step nobody");
    assertThat(test("frist", null, Map.of(), Map.of()).problems().getFirst().suggestion())
        .isEqualTo("first");
    assertThat(shown(test("last", "first", Map.of("note", 1L), Map.of())))
        .containsExactly("/to: the last step comes before the first one");
  }
}
