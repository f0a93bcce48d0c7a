package dev.hawser.tasks.internal.http;

import dev.hawser.tasks.internal.files.StoredFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a call that starts an execution.
 *
 * @param value what expressions see as {@code trigger.body}
 * @param files that were stored on the way and are referred to in the value
 * @param fingerprint the same for the same content, whatever ids its files got; null when the call
 *     has no idempotency key to compare it with
 */
record Received(@Nullable Object value, List<StoredFile> files, byte @Nullable [] fingerprint) {
  Received {
    files = List.copyOf(files);
  }
}
