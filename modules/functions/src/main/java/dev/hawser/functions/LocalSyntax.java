package dev.hawser.functions;

import java.util.List;
import java.util.ServiceLoader;

/**
 * Checks code in this process, with the messages that a server has: for tools that people run on
 * code of their own. Safe for all threads; the engine starts with the first check.
 */
public interface LocalSyntax extends AutoCloseable {
  /** The check of this release, with the limits that a server has by default. */
  static LocalSyntax open() {
    return ServiceLoader.load(LocalSyntax.class).findFirst().orElseThrow();
  }

  /** As {@link FunctionSyntax#check}. */
  List<SyntaxProblem> check(String code) throws InterruptedException;

  @Override
  void close();
}
