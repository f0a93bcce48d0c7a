package dev.hawser.testing;

import java.sql.DriverManager;

/**
 * The PostgreSQL and the Redis of this JVM's tests. Both start at the first use and stop with the
 * JVM: the embedded binaries with fsync on, or Docker containers when the environment says {@code
 * HAWSER_TEST_CONTAINERS=true}. Thread-safe.
 *
 * <pre>{@code
 * class OrdersIT {
 *   static final TestDatabase DATABASE = TestServers.newDatabase();
 *   @AfterAll static void drop() { DATABASE.close(); }
 * }
 *
 * @MicronautTest
 * @TestInstance(PER_CLASS)
 * class OrdersHttpIT implements TestPropertyProvider {
 *   final TestDatabase database = TestServers.newDatabase();
 *   public Map<String, String> getProperties() { return database.asDataSources("tasks"); }
 * }
 * }</pre>
 */
public final class TestServers {
  private TestServers() {}

  /** A new, empty database that nobody else uses. The caller closes it, which drops it. */
  public static TestDatabase newDatabase() {
    return TestDatabase.create(Holder.SERVERS, Holder.ADMINISTRATION);
  }

  /** An empty Redis database: one of 16 numbers, in turn, emptied now. */
  public static TestRedis newRedis() {
    return TestRedis.create(Holder.SERVERS.redisUri());
  }

  /** The server itself, {@code redis://[:password@]host:port}: shared by all tests of this JVM. */
  public static String redisUri() {
    return Holder.SERVERS.redisUri();
  }

  private static final class Holder {
    static final RunningServers SERVERS = start();
    static final KeptConnections ADMINISTRATION =
        new KeptConnections(
            () ->
                DriverManager.getConnection(
                    SERVERS.jdbcUrl("postgres"), SERVERS.username(), SERVERS.password()));

    private static RunningServers start() {
      RunningServers servers =
          "true".equals(System.getenv("HAWSER_TEST_CONTAINERS"))
              ? ContainerTestServers.start()
              : EmbeddedTestServers.start();
      Runtime.getRuntime()
          .addShutdownHook(Thread.ofPlatform().name("test-servers-stop").unstarted(servers::stop));
      return servers;
    }
  }
}
