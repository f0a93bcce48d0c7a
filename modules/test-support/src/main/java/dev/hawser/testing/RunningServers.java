package dev.hawser.testing;

/** How to reach the two servers of this JVM. */
interface RunningServers {
  String jdbcUrl(String database);

  /** A superuser. */
  String username();

  String password();

  /** Without a database number. */
  String redisUri();

  void stop();
}
