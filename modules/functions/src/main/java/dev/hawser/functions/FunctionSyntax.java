package dev.hawser.functions;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.ProjectId;
import java.util.List;

/** Checks code when a workflow is saved, without running it. Injectable; safe for all threads. */
public interface FunctionSyntax {
  /** Characters of code that a function may have. */
  int MAX_CODE = 256 * 1024;

  /**
   * Everything that is wrong with the form of a function: syntax, a missing default export, an
   * import (there is nothing to import from). Empty when it can be run. The parser reports the
   * first syntax error only.
   *
   * @param project whose code it is; projects share the runners fairly
   * @throws HawserException.Unavailable as {@link FunctionRunner#run} does
   */
  List<SyntaxProblem> check(ProjectId project, String code) throws InterruptedException;
}
