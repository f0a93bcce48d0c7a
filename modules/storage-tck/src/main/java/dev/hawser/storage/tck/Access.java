package dev.hawser.storage.tck;

import java.net.URI;

/**
 * How a test wants to reach the service.
 *
 * @param endpoint where the store sends its requests: the service or a proxy in front of it
 * @param credentials which the store signs with
 * @param bucket (or container) it works in
 */
public record Access(URI endpoint, Credentials credentials, Bucket bucket) {
  /** What the store shows to the service. */
  public enum Credentials {
    /** May do everything in the bucket. */
    VALID,
    /** Well-formed and refused: an unknown name, or a wrong key. */
    WRONG
  }

  /** Where the blobs are. */
  public enum Bucket {
    /** There before the tests; may hold other blobs. */
    EXISTING,
    /** A valid name that nobody has. */
    MISSING
  }
}
