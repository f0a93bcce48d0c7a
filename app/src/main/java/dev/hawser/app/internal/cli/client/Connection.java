package dev.hawser.app.internal.cli.client;

import dev.hawser.core.config.Secret;
import java.util.Optional;

/**
 * Which server is called, and as whom.
 *
 * @param url without a slash at its end, for example {@code http://127.0.0.1:8080}
 * @param apiKey a project's key; empty when none is known for this server
 */
public record Connection(String url, Optional<Secret> apiKey) {
  /** The same server with this key. */
  public Connection with(Secret key) {
    return new Connection(url, Optional.of(key));
  }
}
