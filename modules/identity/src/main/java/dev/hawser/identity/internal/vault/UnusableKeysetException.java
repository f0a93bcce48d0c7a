package dev.hawser.identity.internal.vault;

/** The keyset is not one that this installation can work with. */
public final class UnusableKeysetException extends Exception {
  private static final long serialVersionUID = 1L;
  private final String problem;
  private final String remedy;

  UnusableKeysetException(String problem, String remedy) {
    super(problem);
    this.problem = problem;
    this.remedy = remedy;
  }

  public String problem() {
    return problem;
  }

  /** What the operator can do. */
  public String remedy() {
    return remedy;
  }
}
