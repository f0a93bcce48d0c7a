package dev.hawser.app.internal.cli.client;

import dev.hawser.core.config.Secret;
import java.util.Optional;

/**
 * Which server is called, and as whom.
 *
 * @param url without a slash at its end, for example {@code http://127.0.0.1:8080}
 * @param apiKey a project's key, or a personal access token; empty when none is known for this
 *     server
 * @param project the id of the project that is meant; empty for the one of the key
 */
public record Connection(String url, Optional<Secret> apiKey, Optional<String> project) {
  /** A connection whose credential says which project is meant. */
  public Connection(String url, Optional<Secret> apiKey) {
    this(url, apiKey, Optional.empty());
  }

  /** The same server with this key. */
  public Connection with(Secret key) {
    return new Connection(url, Optional.of(key));
  }
}
