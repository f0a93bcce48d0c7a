package dev.hawser.storage.tck;

/** What can happen to one exchange between a store and its service. */
enum Fault {
  /** The service has done what it was asked and answered; the connection ends before the answer. */
  DROP_ANSWER,
  /** The connection ends in the middle of the body of a large answer. */
  CUT_ANSWER,
  /** The body of a large answer comes in pieces with pauses. */
  SLOW_ANSWER,
  /** 503 in place of the service, which hears nothing. */
  REFUSE,
  /** The same with {@code Retry-After: 0}. */
  REFUSE_AND_INVITE,
  /** The connection is reset; the service hears nothing. */
  RESET_BEFORE,
  /** The connection is reset while the service is at work. */
  RESET_AFTER,
  /** The service gets half of the body, then both connections end. */
  CUT_REQUEST;

  private static final int LARGE = 64 << 10;

  /** Whether it happens to the answer, so that the service has done its work before. */
  boolean isOfAnswer() {
    return this == DROP_ANSWER || this == CUT_ANSWER || this == SLOW_ANSWER;
  }

  /** Only answers with a body of some size can be cut or slow in a way that says something. */
  boolean fits(HttpMessage answer) {
    return this == DROP_ANSWER || answer.body().length >= LARGE;
  }
}
