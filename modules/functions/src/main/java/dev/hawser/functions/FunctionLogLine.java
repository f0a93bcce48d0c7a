package dev.hawser.functions;

/**
 * One call of {@code console}; the text may have several lines.
 *
 * @param level {@code debug}, {@code log}, {@code info}, {@code warn} or {@code error}
 */
public record FunctionLogLine(String level, String text) {}
