package dev.hawser.workflows;

import java.util.List;

/**
 * Checks the code of function steps when a definition is saved. Called by any number of threads,
 * with at most 64 KiB of text; it must come back within a second and never run the code.
 */
@FunctionalInterface
public interface FunctionSyntax {
  /** Takes any text. */
  FunctionSyntax UNCHECKED = code -> List.of();

  /** What is wrong with the code; empty when it can be compiled. */
  List<Flaw> check(String code);

  /**
   * @param line in the code, from 1
   * @param column in that line, from 1
   * @param message for the author of the code
   */
  record Flaw(int line, int column, String message) {}
}
