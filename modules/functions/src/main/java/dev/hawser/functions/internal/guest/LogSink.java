package dev.hawser.functions.internal.guest;

import dev.hawser.functions.FunctionLogLine;

/** Takes what a function writes to its console, line by line, as it happens. */
@FunctionalInterface
public interface LogSink {
  void write(FunctionLogLine line);
}
