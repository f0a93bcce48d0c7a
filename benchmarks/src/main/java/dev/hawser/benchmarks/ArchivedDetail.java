package dev.hawser.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * History of executions that are archived: the details of executions of W1, picked by chance,
 * through the API with the folder store.
 */
public final class ArchivedDetail {
  private static final int CONNECTIONS = 32;

  private final PrintStream out;
  private final Server server;

  private ArchivedDetail(PrintStream out, Server server) {
    this.out = out;
    this.server = server;
  }

  /**
   * @param args the project's root, an empty folder, how many executions to archive, seconds to
   *     measure
   */
  public static void main(String[] args) throws Exception {
    try (Echo echo = new Echo();
        Server server =
            new Server(
                Path.of(args[0]),
                Files.createDirectories(Path.of(args[1])),
                "--history.archive-after",
                "1s",
                "--limits.caller",
                "0",
                "--limits.project",
                "0")) {
      new ArchivedDetail(W1.console(), server)
          .run(echo, Integer.parseInt(args[2]), Double.parseDouble(args[3]));
    }
  }

  private void run(Echo echo, int executions, double seconds)
      throws IOException, InterruptedException, SQLException {
    Load webhooks = new Load(server.port(), W1.request(server.deploy(W1.definition(echo.port()))));
    long made = 0;
    while (made < executions) {
      made += webhooks.run(CONNECTIONS, 1, 0).latenciesMicros().length;
    }
    List<byte[]> requests = archived();
    print("%,d executions in %,d segments", requests.size(), segments());
    Load details =
        new Load(
            server.port(),
            () -> requests.get(ThreadLocalRandom.current().nextInt(requests.size())));
    details.run(4, seconds / 2, 0); // warms up
    for (int connections : new int[] {1, 8}) {
      Load.Result result = details.run(connections, seconds, 0);
      print(
          "detail, %d connections %,8.0f requests/s   %6.1f ms p50, %.1f ms p99, %.1f ms p99.9, %d refused",
          connections,
          result.perSecond(),
          result.percentileMillis(50),
          result.percentileMillis(99),
          result.percentileMillis(99.9),
          result.refused());
    }
  }

  /** Requests for all executions, when all are archived. */
  private List<byte[]> archived() throws IOException, InterruptedException, SQLException {
    while (number(
            "(select count(*) from tasks.open_execution)"
                + " + (select count(*) from tasks.ended_execution)")
        > 0) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    List<byte[]> requests = new ArrayList<>();
    try (Connection connection = server.postgres();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select id from tasks.execution_history")) {
      while (row.next()) {
        requests.add(
            server.detailRequest(
                dev.hawser.core.id.IdText.format("exe", row.getObject(1, java.util.UUID.class))));
      }
    }
    return requests;
  }

  private long segments() throws IOException, SQLException {
    return number("count(*) from tasks.history_segment");
  }

  private long number(String what) throws IOException, SQLException {
    try (Connection connection = server.postgres();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select " + what)) {
      row.next();
      return row.getLong(1);
    }
  }

  @SuppressWarnings("AnnotateFormatMethod") // would be a dependency for one annotation
  private void print(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
