package dev.hawser.app.internal.probe;

import dev.hawser.app.internal.failure.OperatorError;
import dev.hawser.embedded.EmbeddedServer;
import dev.hawser.embedded.EmbeddedServers;
import dev.hawser.embedded.StartRequest;
import java.nio.file.Path;
import java.util.Set;

/** Whether the servers that an installation starts for itself can run on this machine. */
public final class EmbeddedProbe {
  public static final String REMEDY =
      "Or bring servers of your own: hawser.postgres.url, hawser.redis.url.";

  private EmbeddedProbe() {}

  /**
   * Starts and changes nothing.
   *
   * @param data the data folder, which need not exist yet
   * @throws OperatorError when they cannot
   */
  public static void check(Path data, Set<EmbeddedServer> servers) {
    EmbeddedServers.obstacle(StartRequest.in(data).withServers(servers))
        .ifPresent(
            obstacle -> {
              throw new OperatorError(obstacle, REMEDY);
            });
  }
}
