package dev.hawser.app.internal.log;

import dev.hawser.app.internal.config.AppSettings.LogLevel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * @param json JSON lines on standard output instead of text
 * @param level of our own loggers; those of libraries say less
 * @param stackTraces whether text lines have stack traces; JSON lines and the file always do
 * @param file a file to write as well; null for none
 */
public record LogPlan(boolean json, LogLevel level, boolean stackTraces, @Nullable Path file) {}
