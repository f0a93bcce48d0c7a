package dev.hawser.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The reference workflow W1: a webhook with a body of 1 KB, a transform, a branch and a POST to a
 * local server, with all inputs and outputs kept. First as fast as the connections allow, then at
 * half that rate.
 */
public final class W1 {
  private static final int CONNECTIONS = 32;

  /** Executions per second that 2 cores have to reach. */
  private static final double REQUIRED = 1_500;

  private static final int HALF_LOAD_CONNECTIONS = 64;

  private final PrintStream out;
  private final Server server;
  private final Echo echo;

  private W1(PrintStream out, Server server, Echo echo) {
    this.out = out;
    this.server = server;
    this.echo = echo;
  }

  /**
   * @param args the project's root, an empty folder, seconds to warm up, seconds to measure
   */
  public static void main(String[] args) throws Exception {
    double warmUp = Double.parseDouble(args[2]);
    double seconds = Double.parseDouble(args[3]);
    try (Echo echo = new Echo();
        Server server = new Server(Path.of(args[0]), Files.createDirectories(Path.of(args[1])))) {
      new W1(console(), server, echo).run(warmUp, seconds);
    }
  }

  static PrintStream console() {
    return new PrintStream(
        new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8);
  }

  private void run(double warmUp, double seconds)
      throws IOException, InterruptedException, SQLException {
    String hook = server.deploy(definition(echo.port()));
    Load load = new Load(server.port(), request(hook));
    print(
        "ready after %.1f s; idle memory of the server process %.0f MiB",
        server.secondsToReady(), memory());
    load.run(CONNECTIONS, warmUp, 0);
    drain();
    double throughput = saturated(load, seconds);
    drain();
    // Whatever only this load makes the JVM compile.
    load.run(HALF_LOAD_CONNECTIONS, seconds, throughput / 2);
    latencies("half load", load, throughput / 2, seconds);
    drain();
    if (throughput > REQUIRED) {
      latencies("half of what has to be reached", load, REQUIRED / 2, seconds);
      drain();
    }
  }

  /** What the archive did, of what this run has finished. */
  private void archive(Counters before, Counters after, double seconds) {
    long archived = Math.max(1, after.archived - before.archived);
    long segments = after.segments - before.segments;
    print(
        "  archived            %,10d of %,d, in %d segments; %.2f objects per 1,000",
        after.archived - before.archived,
        after.history - before.history,
        segments,
        segments * 1000.0 / archived);
    print(
        "  archiver's CPU      %10.1f %% of a core; %.3f s per 1,000 archived",
        (after.archiver - before.archiver) * 100 / seconds,
        (after.archiver - before.archiver) * 1000 / archived);
    print(
        "  kept of each        %10d bytes in segments, %d bytes of metadata in Postgres",
        (after.segmentBytes - before.segmentBytes) / archived,
        after.metadataBytes / Math.max(1, after.archived));
  }

  private double saturated(Load load, double seconds)
      throws IOException, InterruptedException, SQLException {
    Counters before = Counters.read(server);
    long start = System.nanoTime();
    Load.Result accepted = load.run(CONNECTIONS, seconds, 0);
    Counters after = Counters.read(server);
    double took = (System.nanoTime() - start) / 1e9;
    long finished = after.history - before.history;
    double throughput = finished / took;
    print("");
    print("saturated, %d connections, %.0f s", CONNECTIONS, took);
    print("  finished            %,10.0f executions/s", throughput);
    print(
        "  accepted            %,10.0f requests/s, %d refused",
        accepted.perSecond(), accepted.refused());
    print(
        "  answer              %10.1f ms p50, %.1f ms p99",
        accepted.percentileMillis(50), accepted.percentileMillis(99));
    double per = 1000.0 / finished;
    print(
        "  CPU per 1,000       %10.2f s (server %.2f, Postgres %.2f, Redis %.2f); generator and echo %.2f",
        (after.server
                - before.server
                + after.postgres
                - before.postgres
                + after.redis
                - before.redis)
            * per,
        (after.server - before.server) * per,
        (after.postgres - before.postgres) * per,
        (after.redis - before.redis) * per,
        (after.own - before.own) * per);
    print(
        "  commits             %10.2f per execution",
        (after.commits - before.commits) / (double) finished);
    print(
        "  rows written        %10.2f per execution",
        (after.rows - before.rows) / (double) finished);
    print(
        "  WAL                 %10.0f bytes per execution",
        (after.wal - before.wal) / (double) finished);
    print(
        "  memory              %10.0f MiB server, %.0f MiB Postgres, %.0f MiB Redis",
        memory(), memory("postgres"), memory("redis"));
    archive(before, after, took);
    return throughput;
  }

  private void latencies(String title, Load load, double rate, double seconds)
      throws IOException, InterruptedException, SQLException {
    long from = System.currentTimeMillis();
    Load.Result accepted = load.run(HALF_LOAD_CONNECTIONS, seconds, rate);
    drain();
    print("");
    print("%s, %,.0f requests/s", title, rate);
    print(
        "  answer              %10.1f ms p50, %.1f ms p99",
        accepted.percentileMillis(50), accepted.percentileMillis(99));
    String sql =
        """
        select percentile_disc(array[0.5, 0.99, 1]) within group (order by
          extract(epoch from ended_at - uuid_extract_timestamp(id)) * 1000)
        from (select id, started_at, ended_at from tasks.ended_execution
          union all select id, started_at, ended_at from tasks.execution_history) as ended
        where started_at >= to_timestamp(%d / 1000.0)
        """
            .formatted(from);
    try (Connection connection = server.postgres();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      print("  start to end in ms  %s (p50, p99, max)", row.getString(1));
    }
  }

  /** Waits until nothing is open any more. */
  private void drain() throws IOException, InterruptedException, SQLException {
    drain(server);
  }

  static void drain(Server server) throws IOException, InterruptedException, SQLException {
    while (Counters.read(server).open > 0) {
      java.util.concurrent.TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private double memory() {
    return ProcessStats.memoryMib(server.pid()) - memory("postgres") - memory("redis");
  }

  private double memory(String child) {
    Long pid = server.child(child);
    return pid == null ? 0 : ProcessStats.memoryMib(pid);
  }

  @SuppressWarnings("AnnotateFormatMethod") // would be a dependency for one annotation
  private void print(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }

  private record Counters(
      long history,
      long open,
      long commits,
      long rows,
      long wal,
      long archived,
      long segments,
      long segmentBytes,
      long metadataBytes,
      double archiver,
      double server,
      double postgres,
      double redis,
      double own) {
    static Counters read(Server server) throws IOException, SQLException {
      String sql =
          """
          select (select count(*) from tasks.ended_execution) + (select count(*) from tasks.execution_history),
            (select count(*) from tasks.open_execution),
            (select xact_commit from pg_stat_database where datname = current_database()),
            (select sum(n_tup_ins + n_tup_upd + n_tup_del) from pg_stat_user_tables where schemaname = 'tasks'),
            pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0'),
            (select count(*) from tasks.execution_history),
            (select count(*) from tasks.history_segment),
            (select coalesce(sum(bytes), 0) from tasks.history_segment),
            (select sum(pg_total_relation_size(inhrelid)) from pg_inherits
              where inhparent = 'tasks.execution_history'::regclass and pg_relation_size(inhrelid) > 0)
          """;
      try (Connection connection = server.postgres();
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(sql)) {
        row.next();
        return new Counters(
            row.getLong(1),
            row.getLong(2),
            row.getLong(3),
            row.getLong(4),
            row.getLong(5),
            row.getLong(6),
            row.getLong(7),
            row.getLong(8),
            row.getLong(9),
            ProcessStats.threadCpuSeconds(server.pid(), "tasks-archive"),
            ProcessStats.cpuSeconds(server.pid()) - cpu(server, "postgres") - cpu(server, "redis"),
            cpu(server, "postgres"),
            cpu(server, "redis"),
            ProcessStats.cpuSeconds(ProcessHandle.current().pid())
                - ProcessStats.cpuSeconds(server.pid()));
      }
    }

    private static double cpu(Server server, String child) {
      Long pid = server.child(child);
      return pid == null ? 0 : ProcessStats.cpuSeconds(pid);
    }
  }

  static Map<String, Object> definition(int echoPort) {
    return Map.of(
        "schema",
        "hawser/v1",
        "name",
        "W1",
        "trigger",
        Map.of("type", "webhook"),
        "steps",
        List.of(
            Map.of(
                "id", "contact",
                "type", "transform",
                "value",
                    Map.of(
                        "name", "{{ trigger.body.first }} {{ trigger.body.last }}",
                        "score", "{{ trigger.body.score }}",
                        "t0", "{{ trigger.body.t0 }}")),
            Map.of(
                "id", "size",
                "type", "branch",
                "arms",
                    List.of(
                        Map.of(
                            "id", "big",
                            "when", "{{ steps.contact.output.score > 10 }}",
                            "steps",
                                List.of(
                                    Map.of(
                                        "id", "send",
                                        "type", "request",
                                        "method", "POST",
                                        "url", "http://127.0.0.1:" + echoPort + "/contacts",
                                        "body",
                                            Map.of(
                                                "kind",
                                                "json",
                                                "value",
                                                "{{ steps.contact.output }}")))),
                        Map.of("id", "small", "steps", List.of())))));
  }

  static byte[] request(String hook) {
    String body =
        "{\"first\":\"Ada\",\"last\":\"Lovelace\",\"score\":42,\"t0\":1,\"note\":\""
            + "x".repeat(940)
            + "\"}";
    return ("POST "
            + hook
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
