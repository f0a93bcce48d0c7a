package dev.hawser.identity.internal.hash;

/**
 * Who wants a password to be checked. Strangers come after those who are known, and those of one
 * source take turns with others instead of coming before them.
 *
 * @param source the network, or whatever tells those apart who may be the same
 */
public record Applicant(String source, Standing standing) {
  /** Whether something speaks for an applicant. */
  public enum Standing {
    /** Signed in, holds a link that we sent, or comes from where somebody has signed in lately. */
    KNOWN,
    /** Could be anybody. */
    STRANGER
  }

  /** Somebody who has proven something before. */
  public static Applicant known(String source) {
    return new Applicant(source, Standing.KNOWN);
  }

  boolean isKnown() {
    return standing == Standing.KNOWN;
  }
}
