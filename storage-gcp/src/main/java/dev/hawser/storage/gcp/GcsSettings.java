package dev.hawser.storage.gcp;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Which bucket, and how to reach it.
 *
 * @param bucket its name; it exists already
 * @param endpoint where the JSON API is, if not at {@code https://storage.googleapis.com}: a
 *     private address or a stand-in for tests
 * @param project the project that requests are billed to and count against, when it is not that of
 *     the credentials (buckets where the requester pays)
 * @param timeout how long to wait for a connection, and for the next bytes of an answer
 */
public record GcsSettings(
    String bucket,
    GcsCredentials credentials,
    Optional<URI> endpoint,
    Optional<String> project,
    Duration timeout) {
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);

  /**
   * @throws IllegalArgumentException when a value is out of its limits; the message names it
   */
  public GcsSettings {
    if (!bucket.matches("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]")) {
      throw new IllegalArgumentException("bucket is not the name of a bucket: '" + bucket + "'");
    }
    endpoint.ifPresent(GcsSettings::checkEndpoint);
    if (project.isPresent() && !project.get().matches("[a-z0-9][a-z0-9.:-]*")) {
      throw new IllegalArgumentException(
          "project is not the id of a project: '" + project.get() + "'");
    }
    if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "timeout must be 1 ms to " + LONGEST_TIMEOUT.toMinutes() + " min, not " + timeout);
    }
  }

  /** A bucket at Google, with time limits that suit it. */
  public static GcsSettings of(String bucket, GcsCredentials credentials) {
    return new GcsSettings(
        bucket, credentials, Optional.empty(), Optional.empty(), DEFAULT_TIMEOUT);
  }

  public GcsSettings withEndpoint(URI address) {
    return new GcsSettings(bucket, credentials, Optional.of(address), project, timeout);
  }

  private static void checkEndpoint(URI address) {
    boolean http = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
    if (!http
        || address.getHost() == null
        || address.getRawUserInfo() != null
        || address.getRawQuery() != null
        || address.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "endpoint must be http:// or https:// with a host and nothing but a path: '"
              + address.getScheme()
              + "://"
              + address.getHost()
              + "'");
    }
  }
}
