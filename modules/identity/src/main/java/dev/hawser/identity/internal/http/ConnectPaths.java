package dev.hawser.identity.internal.http;

import java.util.Optional;

/**
 * The Connect API: {@code /projects/{project}/sdk/…}. User tokens are read there and nowhere else,
 * and nothing but user tokens is read there.
 */
final class ConnectPaths {
  /** For filters; it says the same. */
  static final String PATTERN = "/projects/*/sdk/**";

  private static final String PROJECTS = "/projects/";
  private static final String SDK = "/sdk/";

  private ConnectPaths() {}

  static boolean contain(String path) {
    return project(path).isPresent();
  }

  /** The text in the place of the project; empty for other paths. */
  static Optional<String> project(String path) {
    if (!path.startsWith(PROJECTS)) {
      return Optional.empty();
    }
    int end = path.indexOf('/', PROJECTS.length());
    return end > 0 && path.startsWith(SDK, end)
        ? Optional.of(path.substring(PROJECTS.length(), end))
        : Optional.empty();
  }
}
