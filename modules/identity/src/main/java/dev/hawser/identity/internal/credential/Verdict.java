package dev.hawser.identity.internal.credential;

import dev.hawser.core.error.HawserException;

/** What is known of a presented credential. */
public sealed interface Verdict<H> {
  /** It holds. */
  record Good<H>(H holder) implements Verdict<H> {}

  /**
   * It does not hold, or nobody had time to find out.
   *
   * @param reason what to answer where credentials are needed
   */
  record Bad<H>(HawserException reason) implements Verdict<H> {}
}
