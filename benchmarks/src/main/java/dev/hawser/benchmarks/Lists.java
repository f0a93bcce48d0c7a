package dev.hawser.benchmarks;

import dev.hawser.core.json.Json;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;

/**
 * Lists and searches of a large installation: 10,000 organizations, one of which has 100,000
 * members and 1,000,000 connected users. Pages are of anywhere in a list.
 */
public final class Lists {
  private static final int ORGANIZATIONS = 10_000;
  private static final int MEMBERS = 100_000;
  private static final int USERS = 1_000_000;
  private static final int CONNECTIONS = 8;

  private static final List<String> FILL =
      List.of(
          """
          insert into identity.organization (id, name, created_at)
          select gen_random_uuid(), 'Organization ' || n, now() from generate_series(1, %d) as n
          """
              .formatted(ORGANIZATIONS),
          """
          insert into identity.app_user
            (id, organization_id, email, first_name, last_name, role, password_hash, created_at)
          select gen_random_uuid(), u.organization_id, 'person' || n || '@example.com', 'First' || n, 'Last' || n,
            'viewer', u.password_hash, now()
          from identity.app_user u, generate_series(1, %d) as n
          """
              .formatted(MEMBERS),
          """
          insert into identity.connected_user (id, organization_id, project_id, external_id, name, email,
            external_id_key, name_key, email_key, status, created_at, last_active_at)
          select gen_random_uuid(), p.organization_id, p.id, 'user' || n, 'Name ' || n, 'user' || n || '@example.com',
            'user' || n, 'name ' || n, 'user' || n || '@example.com', case n %% 10 when 0 then 'disabled' else 'active' end,
            now(), now() - n * interval '1 s'
          from identity.project p, generate_series(1, %d) as n
          """
              .formatted(USERS),
          "vacuum analyze identity.organization",
          "vacuum analyze identity.app_user",
          "vacuum analyze identity.connected_user");

  private final PrintStream out;
  private final Server server;

  private Lists(PrintStream out, Server server) {
    this.out = out;
    this.server = server;
  }

  /**
   * @param args the project's root, an empty folder, seconds to measure each kind of request
   */
  public static void main(String[] args) throws Exception {
    try (Server server =
        new Server(
            Path.of(args[0]),
            Files.createDirectories(Path.of(args[1])),
            "--limits.caller",
            "0",
            "--limits.project",
            "0")) {
      new Lists(W1.console(), server).run(Double.parseDouble(args[2]));
    }
  }

  private void run(double seconds) throws IOException, InterruptedException, SQLException {
    try (Connection connection = server.postgres();
        Statement statement = connection.createStatement()) {
      for (String sql : FILL) {
        statement.execute(sql);
      }
    }
    String credentials = server.signIn();
    String members = "/api/v1/members";
    String users = server.projectPath() + "/connected-users";
    List<String> memberCursors = cursors(members, credentials, MEMBERS);
    List<String> userCursors = cursors(users, credentials, USERS);
    measure("members, any page", seconds, credentials, page(members, memberCursors));
    measure("members, search", seconds, credentials, n -> members + "?q=person" + n % MEMBERS / 10);
    measure("members, search: all names", seconds, credentials, n -> members + "?q=first");
    measure(
        "members, the same, any page",
        seconds,
        credentials,
        page(members + "?q=first", memberCursors));
    measure("members, search: all addresses", seconds, credentials, n -> members + "?q=person");
    measure("connected users, any page", seconds, credentials, page(users, userCursors));
    measure("connected users, disabled", seconds, credentials, n -> users + "?status=disabled");
    measure(
        "connected users, search by id",
        seconds,
        credentials,
        n -> users + "?search=user" + n % USERS / 10);
    measure(
        "connected users, search by name",
        seconds,
        credentials,
        n -> users + "?search=name%20" + n % USERS / 10);
    organizations(seconds);
  }

  private void organizations(double seconds) throws IOException, InterruptedException {
    String operator = server.operator();
    String path = "/api/v1/operator/organizations";
    List<String> cursors = cursors(path, operator, ORGANIZATIONS);
    measure("organizations, any page", seconds, operator, page(path, cursors));
    measure(
        "organizations, search",
        seconds,
        operator,
        n -> path + "?search=organization%20" + n % ORGANIZATIONS / 10);
    measure(
        "organizations, search: all names", seconds, operator, n -> path + "?search=organization");
  }

  private static IntFunction<String> page(String path, List<String> cursors) {
    String list = path + (path.contains("?") ? "&" : "?") + "limit=50&cursor=";
    return n -> list + cursors.get(n % cursors.size());
  }

  private void measure(String what, double seconds, String credentials, IntFunction<String> path)
      throws InterruptedException {
    Load load =
        new Load(
            server.port(),
            () ->
                Server.get(
                    path.apply(ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE)),
                    credentials));
    load.run(CONNECTIONS, seconds / 2, 0); // warms up
    Load.Result saturated = load.run(CONNECTIONS, seconds, 0);
    Load.Result half = load.run(CONNECTIONS, seconds, saturated.perSecond() / 2);
    print(
        "%-32s %,6.0f requests/s, %.1f ms p50, %.1f p99;   half of it %.1f p50, %.1f p99; %d refused",
        what,
        saturated.perSecond(),
        saturated.percentileMillis(50),
        saturated.percentileMillis(99),
        half.percentileMillis(50),
        half.percentileMillis(99),
        saturated.refused() + half.refused());
  }

  /** Walks the whole list; gives where its pages begin. */
  private List<String> cursors(String path, String credentials, int expected) throws IOException {
    List<String> cursors = new ArrayList<>();
    int count = 0;
    long start = System.nanoTime();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      String cursor = "";
      while (cursor != null) {
        socket.getOutputStream().write(Server.get(path + "?limit=200" + cursor, credentials));
        Http.Message answer = Http.readMessage(in);
        if (answer == null || answer.status() != 200) {
          throw new IOException(
              path + " answered " + (answer == null ? "nothing" : answer.firstLine()));
        }
        if (!(Json.read(answer.body()) instanceof Map<?, ?> page)
            || !(page.get("items") instanceof List<?> items)) {
          throw new IOException(path + " answered no page");
        }
        count += items.size();
        cursor = null;
        if (page.get("nextCursor") instanceof String next) {
          cursors.add(URLEncoder.encode(next, StandardCharsets.UTF_8));
          cursor = "&cursor=" + cursors.getLast();
        }
      }
    } catch (Json.MalformedException e) {
      throw new IOException(path + " did not answer JSON", e);
    }
    if (count < expected) {
      throw new IOException(path + " has " + count + " instead of " + expected);
    }
    print("%s: %,d in %.1f s", path, count, (System.nanoTime() - start) / 1e9);
    return cursors;
  }

  @SuppressWarnings("AnnotateFormatMethod") // would be a dependency for one annotation
  private void print(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
