package dev.hawser.functions;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a function. All texts are for the customer who wrote it, and bounded. */
public sealed interface FunctionOutcome {
  /**
   * What the function wrote to {@code console}, in order: at most 100 lines of 2 KiB. Lines written
   * before a function was stopped are kept.
   */
  List<FunctionLogLine> log();

  /**
   * It ended and its value is JSON.
   *
   * @param json what it returned, or what its promise was fulfilled with, as JSON in UTF-8; {@code
   *     null} where that was {@code undefined}
   */
  record Returned(byte[] json, List<FunctionLogLine> log) implements FunctionOutcome {
    public Returned {
      log = List.copyOf(log);
    }
  }

  /**
   * It threw, or its promise was rejected, or its code is no JavaScript module with a default
   * export.
   *
   * @param name the error's name, for example {@code TypeError}; {@code Error} when what was thrown
   *     is no error
   * @param message the error's message; what was thrown in readable form when it is no error
   * @param line one-based line of the customer's code, null when unknown
   * @param column one-based column of the customer's code, null when unknown
   * @param stack frames of the customer's code, innermost first, such as {@code total
   *     (function:4:9)}
   */
  record Threw(
      String name,
      String message,
      @Nullable Integer line,
      @Nullable Integer column,
      List<String> stack,
      List<FunctionLogLine> log)
      implements FunctionOutcome {
    public Threw {
      stack = List.copyOf(stack);
      log = List.copyOf(log);
    }
  }

  /**
   * It was ended at a limit, or gave what cannot be passed on. Running it again ends the same way.
   *
   * @param message says which limit, how large it is, and what can be done
   */
  record Stopped(StopReason reason, String message, List<FunctionLogLine> log)
      implements FunctionOutcome {
    public Stopped {
      log = List.copyOf(log);
    }
  }
}
