package dev.hawser.functions;

import java.util.Locale;

/** Why a function was stopped. */
public enum StopReason {
  /** It computed longer than it may. */
  CPU_TIME,
  /** It executed more statements than it may. */
  STATEMENTS,
  /** It needed more memory than it may. */
  MEMORY,
  /**
   * It called itself too deeply, natively, where JavaScript's own {@code RangeError} cannot help.
   */
  STACK,
  /** Its code is larger than it may be; it was not run. */
  CODE_TOO_LARGE,
  /** Its input is larger than it may be; it was not run. */
  INPUT_TOO_LARGE,
  /** What it returned is larger than it may be. */
  OUTPUT_TOO_LARGE,
  /** What it returned is not JSON: cyclic, a function, a BigInt. */
  NOT_JSON,
  /** It returned a promise that nothing can settle any more. */
  NEVER_SETTLED,
  /** The process that ran it died each time, and it is the only suspect. */
  CRASHED;

  /** The stable name for clients: {@code cpu-time}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
