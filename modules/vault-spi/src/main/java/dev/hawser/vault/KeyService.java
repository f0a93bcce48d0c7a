package dev.hawser.vault;

/**
 * One key that never leaves the key service of a cloud, and what that service does with it. Each
 * call is one attempt over the network: it ends within a few seconds, and is not repeated here.
 * Safe for any number of threads.
 */
public interface KeyService extends AutoCloseable {
  /**
   * Kind and name of the key, for example {@code
   * aws-kms:arn:aws:kms:eu-central-1:111122223333:key/…}. It is no secret, and names the same key
   * for ever: it is stored beside what the key has wrapped.
   */
  String id();

  /**
   * Whether the service authenticates the context itself. Where it does not, {@link #wrap} and
   * {@link #unwrap} ignore it, and the caller must bind it.
   */
  boolean bindsContext();

  /**
   * Wraps a data key.
   *
   * @param dataKey at most 64 bytes
   * @param context what must be given again to unwrap; at most 1 KiB; the service may log it
   * @return at most 4 KiB, different each time
   * @throws KeyServiceException.Unavailable when it may succeed later
   * @throws KeyServiceException.Refused when somebody must change something first
   */
  byte[] wrap(byte[] dataKey, byte[] context);

  /**
   * The data key again.
   *
   * @throws KeyServiceException.Damaged when these are not bytes and context of {@link #wrap} with
   *     this key
   * @throws KeyServiceException.Unavailable when it may succeed later
   * @throws KeyServiceException.Refused when somebody must change something first
   */
  byte[] unwrap(byte[] wrapped, byte[] context);

  /** Ends connections; calls on their way fail. */
  @Override
  void close();
}
