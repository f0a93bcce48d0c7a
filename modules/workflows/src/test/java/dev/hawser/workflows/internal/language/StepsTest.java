package dev.hawser.workflows.internal.language;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.error.Problem;
import dev.hawser.workflows.FunctionSyntax;
import dev.hawser.workflows.Plan;
import dev.hawser.workflows.StepPlan;
import dev.hawser.workflows.StepPlan.ItemErrors;
import dev.hawser.workflows.StepPlan.ParallelMode;
import dev.hawser.workflows.internal.source.SourceFormat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every step with its fields, right and wrong, and what can be read where. */
class StepsTest {
  private static final String TOP =
      """
      schema: hawser/v1
      name: Test
      trigger: {type: webhook}
      """;

  private static String steps(String steps) {
    return TOP + "steps:\n" + steps.indent(2);
  }

  private static void wrong(String steps, String pointer, String message) {
    Problem problem = Definitions.problem(steps(steps));
    assertThat(problem.message()).isEqualTo(message);
    assertThat(problem.pointer()).isEqualTo(pointer);
    assertThat(problem.line()).isNotNull();
  }

  @Test
  void all_steps_become_plans() throws Exception {
    Plan plan = Definitions.plan(Definitions.read("every-step"));
    assertThat(plan.steps())
        .extracting(step -> step.getClass().getSimpleName())
        .containsExactly(
            "Transform",
            "Request",
            "Each",
            "Parallel",
            "Delay",
            "Delay",
            "WaitFor",
            "Workflow",
            "Branch",
            "Request",
            "Respond");
    var request = (StepPlan.Request) plan.steps().get(1);
    assertThat(request.auth()).isInstanceOf(StepPlan.Auth.OAuth2ClientCredentials.class);
    assertThat(request.paginate()).isNotNull().extracting("maxPages").isEqualTo(5);
    var each = (StepPlan.Each) plan.steps().get(2);
    assertThat(each.concurrency()).isEqualTo(20);
    assertThat(each.onItemError()).isEqualTo(ItemErrors.COLLECT);
    assertThat(((StepPlan.Action) each.steps().getFirst()).connection())
        .isEqualTo(new StepPlan.Connection.User());
    assertThat(((StepPlan.Parallel) plan.steps().get(3)).mode()).isEqualTo(ParallelMode.ALL);
    var waits = (StepPlan.WaitFor) plan.steps().get(6);
    assertThat(waits.longest()).isEqualTo(Duration.ofDays(30));
    assertThat(waits.header().timeout()).isNull();
    assertThat(((StepPlan.Workflow) plan.steps().get(7)).await()).isFalse();
    assertThat(plan.environment().secrets())
        .containsExactlyInAnyOrder("API_KEY", "SIGNING_KEY", "CLIENT_SECRET");
    assertThat(plan.environment().settings()).containsKey("properties");
    assertThat(plan.environment().workflows())
        .extracting(Plan.WorkflowUse::workflow, Plan.WorkflowUse::stepId)
        .containsExactly(org.assertj.core.api.Assertions.tuple("Other", "child"));
  }

  @Test
  void only_the_secrets_that_something_reads_are_fetched() {
    Plan plan =
        Definitions.plan(
            TOP
                + """
                secrets: [A, B, C]
                steps:
                  - {id: a, type: transform, value: "{{ secrets.A + secrets['B'] }}"}
                """);
    assertThat(plan.environment().secrets()).containsExactlyInAnyOrder("A", "B", "C");
    assertThat(plan.environment().secretsRead()).containsExactlyInAnyOrder("A", "B");
    assertThat(plan.unsupported()).isEmpty();
  }

  @Test
  void what_this_release_cannot_run_is_kept_but_not_deployed() throws Exception {
    assertThat(Definitions.plan(Definitions.read("every-step")).unsupported())
        .extracting(problem -> problem.stepId() + " " + problem.message())
        .containsExactlyInAnyOrder(
            "null this release cannot verify webhooks by \"hmac\" yet",
            "shape this release cannot read \"settings\": nobody fills them in yet",
            "shape this release cannot read \"user\": there are no connected users yet",
            "list this release cannot read \"settings\": nobody fills them in yet",
            "list this release cannot use auth of type \"oauth2ClientCredentials\" yet",
            "list this release cannot go through pages yet",
            "contacts this release cannot run \"each\" steps yet",
            "send this release cannot run \"action\" steps yet",
            "both this release cannot run \"parallel\" steps yet",
            "get this release cannot use auth of type \"connection\" yet",
            "pause this release cannot run \"delay\" steps yet",
            "until this release cannot run \"delay\" steps yet",
            "reply this release cannot run \"waitFor\" steps yet",
            "child this release cannot run \"workflow\" steps yet");
    assertThat(
            Definitions.plan(
                    steps(
                        """
                        - {id: a, type: function, code: "export default () => 1"}
                        - {id: b, type: fail, message: "no"}
                        """))
                .unsupported())
        .isEmpty();
  }

  @Test
  void ids_clash_also_when_only_their_case_differs() {
    wrong(
        """
        - {id: fetchAll, type: transform, value: 1}
        - {id: fetchall, type: transform, value: 1}
        """,
        "/steps/1/id",
        "the id \"fetchall\" differs from that of another step, \"fetchAll\", only in the case of"
            + " letters");
    wrong(
        "- {id: a, type: parallel, branches: [{id: x, steps: []}, {id: x, steps: []}]}",
        "/steps/0/branches/1/id",
        "there is another branch with the id \"x\"");
  }

  @Test
  void functions_have_code_within_a_limit() {
    wrong(
        "- {id: a, type: function, code: \" \"}",
        "/steps/0/code",
        "must not be empty: write export default (input) => input");
    wrong(
        "- {id: a, type: function, code: \"" + "x".repeat(65_537) + "\"}",
        "/steps/0/code",
        "has 65537 bytes of code, at most 64 KiB are allowed");
  }

  @Test
  void mistakes_in_code_are_told_at_their_place_in_the_document() {
    FunctionSyntax syntax = code -> List.of(new FunctionSyntax.Flaw(2, 5, "unexpected ;"));
    DefinitionCompiler compiler = new DefinitionCompiler();
    String yaml =
        steps(
            """
            - id: a
              type: function
              code: |

                export default
                  let = ;
            """);
    Problem problem =
        compiler.compile(yaml.getBytes(UTF_8), SourceFormat.YAML, syntax).problems().getFirst();
    assertThat(problem.message())
        .isEqualTo("the code is not JavaScript: unexpected ; (line 2, column 5 of the code)");
    assertThat(problem.pointer()).isEqualTo("/steps/0/code");
    assertThat(yaml.lines().toList().get(7)).isBlank();
    assertThat(problem.line()).isEqualTo(9);
    assertThat(problem.column()).isEqualTo(11);
    String json =
        "{\"schema\": \"hawser/v1\", \"name\": \"x\", \"trigger\": {\"type\": \"manual\"}, \"steps\": ["
            + "\n{\"id\": \"a\", \"type\": \"function\", \"code\": \"export default\\n let = ;\"}]}";
    Problem inJson =
        compiler.compile(json.getBytes(UTF_8), SourceFormat.JSON, syntax).problems().getFirst();
    assertThat(inJson.line()).isEqualTo(2);
    assertThat(inJson.message()).contains("line 2, column 5 of the code");
  }

  @Test
  void arms_that_are_never_reached_are_found() {
    String branch =
        "- {id: a, type: branch, arms: [{id: x, when: %s, steps: []}, {id: y, steps: []}]}";
    wrong(
        branch.formatted("\"{{ true }}\""),
        "/steps/0/arms/1",
        "this arm is never reached: the one before always holds, so it takes all");
    wrong(
        branch.formatted("\"{{ 1 > 2 }}\""),
        "/steps/0/arms/0/when",
        "this arm is never reached: its condition never holds");
    wrong(
        branch.formatted("{any: [{all: [{left: a, op: equals, right: b}]}]}"),
        "/steps/0/arms/0/when",
        "this arm is never reached: its condition never holds");
    Definitions.plan(steps(branch.formatted("\"{{ trigger.body.a == 1 }}\"")));
    Definitions.plan(steps(branch.formatted("\"{{ now > timestamp('2026-01-01T00:00:00Z') }}\"")));
  }

  @Test
  void items_are_only_seen_inside_their_each_step() {
    String each =
        """
        - id: loop
          type: each
          items: "{{ trigger.body }}"
          steps:
            - {id: first, type: transform, value: "{{ item }} {{ index }}"}
            - {id: second, type: transform, value: "{{ steps.first.output }}"}
          collect: "{{ item.id + steps.second.output }}"
        - {id: after, type: transform, value: "{{ %s }}"}
        """;
    Definitions.plan(steps(each.formatted("steps.loop.output")));
    wrong(each.formatted("item"), "/steps/1/value", "\"item\" is only there inside an each step");
    wrong(
        each.formatted("steps.first.output"),
        "/steps/1/value",
        "step \"first\" runs once for each item of \"loop\"; from outside read steps.loop.output");
    wrong(
        each.formatted("steps.?first.?output.orValue(1)"),
        "/steps/1/value",
        "step \"first\" runs once for each item of \"loop\"; from outside read steps.loop.output");
    wrong(
        """
        - id: loop
          type: each
          items: "{{ item }}"
          steps: []
        """,
        "/steps/0/items",
        "\"item\" is only there inside an each step");
    wrong(
        "- {id: a, type: each, items: 5, steps: []}",
        "/steps/0/items",
        "must be a list, or an expression that gives one, not an integer");
    wrong(
        "- {id: a, type: each, items: [], concurrency: 1001, steps: []}",
        "/steps/0/concurrency",
        "must be from 1 to 1000, not 1001");
    assertThat(
            Definitions.problem(
                    steps(each.formatted("1"))
                        + """
                        onError:
                          steps: [{id: z, type: transform, value: "{{ steps.?first.?output.orValue(1) }}"}]
                        """)
                .message())
        .startsWith("step \"first\" runs once for each item");
  }

  @Test
  void branches_that_run_side_by_side_do_not_see_each_other() {
    String parallel =
        """
        - id: both
          type: parallel
          mode: %s
          branches:
            - {id: left, steps: [{id: a, type: transform, value: 1}]}
            - {id: right, steps: [{id: b, type: transform, value: "{{ %s }}"}]}
        - {id: after, type: transform, value: "{{ %s }}"}
        """;
    Definitions.plan(steps(parallel.formatted("all", "1", "steps.a.output + steps.b.output")));
    wrong(
        parallel.formatted("all", "steps.a.output", "1"),
        "/steps/0/branches/1/steps/0/value",
        "step \"a\" does not run before this place");
    wrong(
        parallel.formatted("race", "1", "steps.a.output"),
        "/steps/1/value",
        "step \"a\" does not run on every path to this place; read it as"
            + " steps.?a.?output.orValue(…)");
    wrong(
        "- {id: a, type: parallel, branches: []}",
        "/steps/0/branches",
        "must have at least one branch");
  }

  @Test
  void delays_have_one_end_within_a_year() {
    wrong(
        "- {id: a, type: delay}",
        "/steps/0",
        "a delay needs \"for\", a duration, or \"until\", a moment");
    wrong(
        "- {id: a, type: delay, for: PT1S, until: \"2026-01-01T00:00:00Z\"}",
        "/steps/0/until",
        "a delay has \"for\" or \"until\", not both");
    wrong(
        "- {id: a, type: delay, for: P367D}",
        "/steps/0/for",
        "must be longer than nothing and at most PT8784H");
    Definitions.plan(steps("- {id: a, type: delay, for: P366D}"));
    wrong(
        "- {id: a, type: delay, until: \"2026-01-01 10:00\"}",
        "/steps/0/until",
        "is not a moment; write it as in ISO 8601, with a zone: \"2026-03-04T05:06:07Z\"");
  }

  @Test
  void the_event_that_is_awaited_is_the_output_of_the_step() {
    wrong(
        "- {id: a, type: waitFor, event: a b}",
        "/steps/0/event",
        "\"a b\" is not the name of an event, which has letters, digits and _ . : -, a letter first");
    wrong(
        "- {id: a, type: waitFor, event: paid, if: \"{{ steps.a.output.ok }}\"}",
        "/steps/0/if",
        "step \"a\" cannot read its own result");
    wrong(
        "- {id: a, type: waitFor, event: paid, timeout: P400D}",
        "/steps/0/timeout",
        "must be longer than nothing and at most PT8784H");
  }

  @Test
  void actions_and_workflows_are_named() {
    wrong(
        "- {id: a, type: action, action: sendMessage}",
        "/steps/0/action",
        "\"sendMessage\" is not an action, such as \"slack.sendMessage\"");
    wrong(
        "- {id: a, type: action, action: slack.send, connection: \"a b\"}",
        "/steps/0/connection",
        "\"a b\" is not \"user\" or the id of a connection");
    wrong(
        "- {id: a, type: workflow, workflow: Test}",
        "/steps/0/workflow",
        "the workflow starts itself, which would never end");
    wrong(
        "- {id: a, type: workflow, workflow: \"{{ trigger.body }}\"}",
        "/steps/0/workflow",
        "cannot have expressions in it; it is the name or the id of a workflow");
  }

  @Test
  void secrets_and_settings_are_read_as_they_are_declared() {
    String declared =
        TOP
            + """
            secrets: [API_KEY]
            settings: {type: object, properties: {list: {type: string}}}
            steps:
              - {id: a, type: transform, value: "{{ %s }}"}
            """;
    Map<String, String> mistakes =
        Map.of(
            "secrets.APIKEY",
            "the secret \"APIKEY\" is not declared; did you mean \"API_KEY\"?",
            "secrets.OTHER_THING",
            "the secret \"OTHER_THING\" is not declared; put it into the list \"secrets\" at the top",
            "settings.lst + 'a'",
            "there is no setting \"lst\"; did you mean \"list\"?",
            "user.id",
            "\"user\" is only there in workflows of an integration, and behind triggers of type"
                + " request or event");
    mistakes.forEach(
        (expression, message) ->
            assertThat(Definitions.problem(declared.formatted(expression)).message())
                .as(expression)
                .isEqualTo(message));
    for (String nameless : List.of("secrets[trigger.body.a]", "toJson(secrets)", "secrets")) {
      assertThat(Definitions.problem(declared.formatted(nameless)).message())
          .contains("a secret is read by its name and as a whole, as in secrets.NAME");
    }
    wrong(
        "- {id: a, type: transform, value: \"{{ settings.a }}\"}",
        "/steps/0/value",
        "\"settings\" is only there when the definition declares them at the top");
    assertThat(Definitions.problem(TOP + "secrets: [A, A]\nsteps: []").message())
        .isEqualTo("the secret \"A\" is there twice");
    assertThat(Definitions.problem(TOP + "secrets: [A B]\nsteps: []").message())
        .isEqualTo("\"A B\" is not the name of a secret; it has letters, digits and _");
  }
}
