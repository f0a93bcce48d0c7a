package dev.hawser.core.egress;

/** A request that got no usable answer. The message is for tenants. */
public final class OutboundException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong, as far as a retry policy cares. */
  public enum Kind {
    /** The URL cannot be called at all. */
    INVALID_URL,
    /** The address policy refuses it. */
    REFUSED,
    /** Unknown host, refused or broken connection, bad certificate, malformed answer. */
    NETWORK,
    /** No complete answer in time. */
    TIMEOUT,
    /** The answer is larger than the limit. */
    TOO_LARGE
  }

  private final Kind kind;

  public OutboundException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
