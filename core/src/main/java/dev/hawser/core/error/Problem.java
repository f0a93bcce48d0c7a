package dev.hawser.core.error;

import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with an input.
 *
 * @param pointer JSON pointer (RFC 6901) of the place in the input, or a setting's key; empty for
 *     the whole
 * @param message what is wrong and what to write instead, for people
 * @param stepId the workflow step that it is about, if any
 * @param suggestion the nearest right name, if a name was wrong
 * @param line one-based line in the source text, if known
 * @param column one-based column in the source text, if known
 */
@Serdeable
public record Problem(
    String pointer,
    String message,
    @Nullable String stepId,
    @Nullable String suggestion,
    @Nullable Integer line,
    @Nullable Integer column) {

  public static Problem at(String pointer, String message) {
    return new Problem(pointer, message, null, null, null, null);
  }
}
