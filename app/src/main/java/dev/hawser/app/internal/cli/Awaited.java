package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiAnswer;
import dev.hawser.app.internal.cli.client.ExecutionDetail;
import dev.hawser.app.internal.cli.client.ExecutionView;
import dev.hawser.app.internal.cli.client.ProjectApi;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Option;

/** Tells of an execution that a command started: at once, or when it has ended. A mixin. */
final class Awaited {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  @Option(
      names = "--wait",
      description = "Wait for the end and show the steps; exit code 1 unless it succeeded.")
  private boolean wait;

  @Option(names = "--json", description = "Print the API's JSON.")
  private boolean json;

  /** Returns the exit code. */
  int tell(Terminal terminal, ProjectApi api, String executionId) {
    if (!wait) {
      if (json) {
        terminal.out().println(ValueText.json(Map.of("executionId", executionId)));
      } else {
        terminal.out().println(executionId);
      }
      return ExitCodes.OK;
    }
    if (!json) {
      terminal.err().println(terminal.dim("waiting for " + executionId));
    }
    ApiAnswer answer = end(api, executionId);
    ExecutionDetail detail = ExecutionDetail.of(answer);
    if (json) {
      terminal.out().println(answer.text());
    } else {
      String name = new WorkflowNames(api).of(detail.execution().workflowId());
      new ExecutionText(terminal, Times.local(), ExecutionText.Detail.BRIEF)
          .lines(detail, name)
          .forEach(terminal.out()::println);
    }
    return detail.execution().status().equals(ExecutionView.SUCCEEDED)
        ? ExitCodes.OK
        : ExitCodes.FAILED;
  }

  private static ApiAnswer end(ProjectApi api, String executionId) {
    Duration pause = FIRST_PAUSE;
    while (true) {
      ApiAnswer answer = api.execution(executionId);
      if (ExecutionDetail.of(answer).execution().isFinal() || !Pause.of(pause)) {
        return answer;
      }
      Duration twice = pause.multipliedBy(2);
      pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }
  }
}
