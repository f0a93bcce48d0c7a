package dev.hawser.workflows.internal.http;

import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.FunctionChecks;
import dev.hawser.workflows.FunctionSyntax;
import dev.hawser.workflows.FunctionSyntax.Flaw;
import io.micronaut.data.connection.ConnectionOperations;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Finds code wrong that says so, and notes who asks and whether he holds a connection. */
final class RecordedChecks implements FunctionChecks {
  /**
   * A check that was made.
   *
   * @param isConnected whether its thread held a connection to Postgres
   */
  record Check(ProjectId project, String code, boolean isConnected) {}

  private final ConnectionOperations<Connection> connections;
  private final List<Check> made = new CopyOnWriteArrayList<>();
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile Consumer<String> during = code -> {};

  RecordedChecks(ConnectionOperations<Connection> connections) {
    this.connections = connections;
  }

  @Override
  public FunctionSyntax of(ProjectId project) {
    return code -> check(project, code);
  }

  private List<Flaw> check(ProjectId project, String code) {
    made.add(new Check(project, code, connections.findConnectionStatus().isPresent()));
    if (busy.compareAndSet(false, true)) {
      try {
        during.accept(code);
      } finally {
        busy.set(false);
      }
    }
    return code.contains("wrong") ? List.of(new Flaw(1, 3, "it is wrong")) : List.of();
  }

  List<Check> made() {
    return List.copyOf(made);
  }

  /**
   * Forgets what was checked.
   *
   * @param work is done during each check from now on, but not during those that it causes
   */
  void during(Consumer<String> work) {
    made.clear();
    during = work;
  }
}
