package dev.hawser.app.internal.doctor;

import dev.hawser.app.internal.config.PostgresSettings.Module;
import dev.hawser.app.internal.probe.PostgresProbe;
import dev.hawser.app.internal.probe.PostgresTarget;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at parameters of an external PostgreSQL that cost durability or speed. */
final class PostgresAdvice {
  private static final String[] DURABLE = {"fsync", "full_page_writes", "synchronous_commit"};
  private static final int MOST_NAPTIME_SECONDS = 15;

  private PostgresAdvice() {}

  /** Of each kind one warning at most; empty when all is well. */
  static List<Finding> of(String check, PostgresTarget target, Connection connection) {
    Map<String, String> parameters =
        PostgresProbe.parameters(
            target,
            connection,
            Stream.concat(Stream.of(DURABLE), Stream.of("autovacuum", "autovacuum_naptime"))
                .toArray(String[]::new));
    List<Finding> findings = new ArrayList<>();
    List<String> off = Stream.of(DURABLE).filter(name -> isOff(parameters, name)).toList();
    if (!off.isEmpty()) {
      findings.add(
          Finding.warning(
              check,
              String.join(", ", off) + " off: a crash of that server loses what Hawser accepted",
              "Set " + String.join(" = on, ", off) + " = on there."));
    }
    if (target.module() == Module.TASKS) {
      vacuum(check, parameters).ifPresent(findings::add);
    }
    return findings;
  }

  private static Optional<Finding> vacuum(String check, Map<String, String> parameters) {
    String naptime = parameters.getOrDefault("autovacuum_naptime", "0");
    if (isOff(parameters, "autovacuum")) {
      return Optional.of(
          Finding.warning(
              check,
              "autovacuum off: ended executions slow down all others and fill the disk",
              "Set autovacuum = on there."));
    }
    return Integer.parseInt(naptime) <= MOST_NAPTIME_SECONDS
        ? Optional.empty()
        : Optional.of(
            Finding.warning(
                check,
                "autovacuum_naptime is " + naptime + " s: what ended executions leave piles up",
                "Set autovacuum_naptime = 5s there, if it runs thousands of executions a minute."));
  }

  private static boolean isOff(Map<String, String> parameters, String name) {
    return "off".equals(parameters.get(name));
  }
}
