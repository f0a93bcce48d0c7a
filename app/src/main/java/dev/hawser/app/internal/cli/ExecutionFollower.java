package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiError;
import dev.hawser.app.internal.cli.client.ExecutionDetail;
import dev.hawser.app.internal.cli.client.ExecutionQuery;
import dev.hawser.app.internal.cli.client.ExecutionView;
import dev.hawser.app.internal.cli.client.ProjectApi;
import dev.hawser.app.internal.failure.OperatorError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Prints executions and their changes as they come. Each look reads those accepted in the last
 * seconds before the newest known one, because replicas' clocks differ a little, and those known
 * ones that have not ended.
 */
final class ExecutionFollower {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration OVERLAP = Duration.ofSeconds(5);
  private static final int PAGE = 200;
  private static final int MOST_PAGES = 5;
  private static final int NOT_FOUND = 404;

  private final Terminal terminal;
  private final ProjectApi api;
  private final boolean json;
  private final WorkflowNames names;
  private final Times times = Times.local();
  private final FollowedExecutions known = new FollowedExecutions();
  private boolean lost;

  ExecutionFollower(Terminal terminal, ProjectApi api, boolean json) {
    this.terminal = terminal;
    this.api = api;
    this.json = json;
    this.names = new WorkflowNames(api);
  }

  /** Returns when the thread is interrupted; Ctrl-C ends the process before. */
  void follow(ExecutionQuery start) {
    if (start.status() != null) {
      // What is in another status now is news when it comes into this one.
      api.executions(new ExecutionQuery(start.workflow(), null, null, PAGE, null))
          .items()
          .forEach(item -> known.isNews(item.view()));
    }
    List<Change> first = inOrder(api.executions(start).items().stream().map(Change::of).toList());
    if (first.isEmpty() && !json) {
      terminal.err().println(terminal.dim("waiting for executions"));
    }
    for (Change change : first) {
      known.isNews(change.execution());
      print(change);
    }
    while (Pause.of(PAUSE)) {
      attempt(() -> changes(start.workflow()))
          .ifPresent(changes -> changes.forEach(change -> see(change, start.status())));
    }
  }

  private record Change(ExecutionView execution, Map<?, ?> json) {
    static Change of(ProjectApi.Item<ExecutionView> item) {
      return new Change(item.view(), item.json());
    }
  }

  private List<Change> changes(@Nullable String workflow) {
    Instant newest = known.newest();
    Instant from = newest == null ? null : newest.minus(OVERLAP);
    List<Change> found = new ArrayList<>();
    Optional<ExecutionQuery> query =
        Optional.of(new ExecutionQuery(workflow, null, from, PAGE, null));
    for (int pages = 0; query.isPresent() && pages < MOST_PAGES; pages++) {
      ExecutionQuery asked = query.get();
      ProjectApi.ExecutionPage page = api.executions(asked);
      page.items().stream().map(Change::of).forEach(found::add);
      query = page.nextCursor().map(asked::after);
    }
    if (query.isPresent() && known.misses(found.getLast().execution())) {
      terminal.err().println(terminal.yellow("there are more at once than can be shown"));
    }
    known.unfinishedBefore(from).forEach(id -> again(id).ifPresent(found::add));
    return inOrder(found);
  }

  private Optional<Change> again(String id) {
    try {
      ExecutionDetail detail = ExecutionDetail.of(api.execution(id));
      return Optional.of(new Change(detail.execution(), detail.summary()));
    } catch (ApiError e) {
      if (e.status() != NOT_FOUND) {
        throw e;
      }
      known.remove(id);
      return Optional.empty();
    }
  }

  private static List<Change> inOrder(List<Change> changes) {
    return changes.stream()
        .sorted(
            Comparator.comparing((Change change) -> change.execution().acceptedAt())
                .thenComparing(change -> change.execution().id()))
        .toList();
  }

  private void see(Change change, @Nullable String only) {
    ExecutionView execution = change.execution();
    if (known.isNews(execution) && (only == null || only.equals(execution.status()))) {
      print(change);
    }
  }

  private void print(Change change) {
    terminal.out().println(json ? ValueText.json(change.json()) : line(change.execution()));
  }

  private String line(ExecutionView execution) {
    Long took = execution.durationMs();
    return "%s  %s  %8s  %s  %s"
        .formatted(
            times.timeOfDay(execution.acceptedAt()),
            Style.ofStatus(execution.status())
                .of(terminal, "%-9s".formatted(execution.status().toLowerCase(Locale.ROOT))),
            took == null ? "" : Times.duration(took),
            terminal.dim(execution.id()),
            Printable.line(name(execution)));
  }

  private String name(ExecutionView execution) {
    return attempt(() -> names.of(execution.workflowId())).orElse(execution.workflowId());
  }

  /** Empty while the server is away, which is told once, as is its return. */
  private <T> Optional<T> attempt(Supplier<T> look) {
    try {
      T result = look.get();
      if (lost) {
        lost = false;
        terminal.err().println(terminal.green("the server answers again"));
      }
      return Optional.of(result);
    } catch (OperatorError e) {
      lose(e.message());
    } catch (ApiError e) {
      if (!e.retryable() && e.status() < 500) {
        throw e;
      }
      lose(e.detail());
    }
    return Optional.empty();
  }

  private void lose(String why) {
    if (!lost && !Thread.currentThread().isInterrupted()) {
      terminal.err().println(terminal.yellow(Printable.line(why) + "; trying again"));
    }
    lost = true;
  }
}
