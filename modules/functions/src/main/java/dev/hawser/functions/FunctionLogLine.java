package dev.hawser.functions;

import java.util.Set;

/**
 * One call of {@code console}; the text may have several lines.
 *
 * @param level {@code debug}, {@code log}, {@code info}, {@code warn} or {@code error}
 */
public record FunctionLogLine(String level, String text) {
  public static final Set<String> LEVELS = Set.of("debug", "log", "info", "warn", "error");
}
