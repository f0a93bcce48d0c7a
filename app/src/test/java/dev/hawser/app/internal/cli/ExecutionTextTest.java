package dev.hawser.app.internal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.app.internal.cli.ExecutionText.Detail;
import dev.hawser.app.internal.cli.client.ApiAnswer;
import dev.hawser.app.internal.cli.client.ExecutionDetail;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExecutionTextTest {
  private static final String STEP =
      """
      {"path": "%s", "id": "x", "type": "%s", "status": "%s", "attempt": %d,
       "startedAt": "2027-01-31T12:00:00.010Z", "endedAt": "2027-01-31T12:00:00.022Z",
       "durationMs": 12, "input": %s, "output": %s, "error": %s, "retryAt": %s}
      """;

  @Test
  void steps_form_a_tree_with_their_attempts_inputs_outputs_and_errors() {
    String failed =
        "{\"code\": \"http-status\", \"message\": \"answered 500\", \"step\": \"ping\"}";
    String steps =
        String.join(
            ",",
            step("greet", "transform", "SUCCEEDED", 1, "null", "\"Hello\"", "null"),
            step("choose", "branch", "SUCCEEDED", 1, "null", "{\"arm\": \"named\"}", "null"),
            step("choose/named/ping", "request", "STARTED", 1, "null", "null", "null"),
            step("choose/named/ping", "request", "RETRYING", 1, "{\"a\": 1}", "null", failed),
            step("choose/named/ping", "request", "FAILED", 2, "{\"a\": 1}", "null", failed),
            step(
                "choose/named/ping.onError/alert",
                "transform",
                "SUCCEEDED",
                1,
                "null",
                "1",
                "null"),
            step("last", "transform", "SKIPPED", 1, "null", "null", "null"));
    assertThat(text(steps, Detail.BRIEF))
        .containsExactly(
            "exe_1  failed  Hello  version 3",
            "  trigger    webhook",
            "  accepted   2027-01-31 13:00:00.000 +01:00",
            "  started    2027-01-31 13:00:00.001 +01:00",
            "  ended      2027-01-31 13:00:11.500 +01:00  after 11.5 s",
            "  tasks      1",
            "  replay of  exe_0",
            "  input      {\"body\":{\"name\":\"Ada\"}}",
            "  error      http-status: answered 500",
            "             {\"status\":500}",
            "",
            "✓ greet                                transform  succeeded  13:00:00.010  12 ms",
            "      output     \"Hello\"",
            "✓ choose                               branch     succeeded  13:00:00.010  12 ms",
            "      output     {\"arm\":\"named\"}",
            "  ✗ choose/named/ping                  request    failed     13:00:00.010  12 ms "
                + " attempt 2",
            "        attempt 1  http-status: answered 500",
            "        input      {\"a\":1}",
            "        error      http-status: answered 500",
            "    ✓ choose/named/ping.onError/alert  transform  succeeded  13:00:00.010  12 ms",
            "          output     1",
            "- last                                 transform  skipped    13:00:00.010  12 ms");
  }

  @Test
  void steps_of_a_loop_belong_to_it_even_when_it_is_recorded_last() {
    String steps =
        String.join(
            ",",
            step("fan[1]/post", "request", "SUCCEEDED", 1, "null", "null", "null"),
            step("fan[0]/post", "request", "SUCCEEDED", 1, "null", "null", "null"),
            step("fan", "each", "SUCCEEDED", 1, "null", "null", "null"));
    assertThat(text(steps, Detail.BRIEF).stream().filter(line -> line.contains("✓")))
        .extracting(line -> line.substring(0, 15).stripTrailing())
        .containsExactly("✓ fan", "  ✓ fan[1]/post", "  ✓ fan[0]/post");
  }

  @Test
  void a_failed_attempt_tells_when_the_next_one_is_due() {
    String step =
        STEP.formatted(
            "ping",
            "request",
            "RETRYING",
            2,
            "null",
            "null",
            "{\"code\": \"network\", \"message\": \"refused\"}",
            "\"2027-01-31T12:00:10Z\"");
    assertThat(text(step, Detail.BRIEF))
        .contains(
            "      error      network: refused",
            "      next       attempt 3 at 2027-01-31 13:00:10.000 +01:00");
  }

  @Test
  void long_values_are_cut_unless_all_is_asked_for() {
    String longText = "\"" + "x".repeat(5_000) + "\"";
    String step = step("a", "transform", "SUCCEEDED", 1, "null", longText, "null");
    assertThat(text(step, Detail.BRIEF).getLast())
        .hasSizeLessThan(220)
        .endsWith("x… (5 KB; --full shows it all)");
    assertThat(text(step, Detail.FULL).getLast()).endsWith(longText);
  }

  @Test
  void values_that_the_server_does_not_show_are_told_with_their_size() {
    String large = "{\"$value\": {\"size\": 12000000, \"preview\": \"[1,\", \"url\": \"/x\"}}";
    String gone = "{\"$value\": {\"size\": 90000, \"unavailable\": \"missing\", \"url\": \"/x\"}}";
    String step = step("a", "transform", "SUCCEEDED", 1, large, gone, "null");
    for (Detail detail : Detail.values()) {
      assertThat(text(step, detail))
          .endsWith(
              "      input      [1, (12 MB; --value fetches it)",
              "      output     not available: missing (90 KB)");
    }
  }

  @Test
  void whole_values_are_indented() {
    String step = step("a", "transform", "SUCCEEDED", 1, "null", "{\"b\": [1, {}]}", "null");
    assertThat(text(step, Detail.FULL))
        .endsWith(
            "      output     {",
            "                   \"b\": [",
            "                     1,",
            "                     {}",
            "                   ]",
            "                 }");
  }

  private static String step(
      String path, String type, String status, int attempt, String in, String out, String error) {
    return STEP.formatted(path, type, status, attempt, in, out, error, "null");
  }

  private static List<String> text(String steps, Detail detail) {
    byte[] json =
        """
        {"id": "exe_1", "workflowId": "wf_1", "version": 3, "trigger": "WEBHOOK",
         "status": "FAILED",
         "acceptedAt": "2027-01-31T12:00:00Z", "startedAt": "2027-01-31T12:00:00.001Z",
         "endedAt": "2027-01-31T12:00:11.500Z", "wakeAt": null, "durationMs": 11500, "tasks": 1,
         "replayOf": "exe_0", "input": {"body": {"name": "Ada"}},
         "error": {"code": "http-status", "message": "answered 500", "step": "ping", "status": 500},
         "steps": [%s]}
        """
            .formatted(steps)
            .getBytes(UTF_8);
    return new ExecutionText(
            new TestTerminal().terminal(), new Times(ZoneId.of("Europe/Berlin")), detail)
        .lines(ExecutionDetail.of(new ApiAnswer(json, Optional.empty())), "Hello");
  }
}
