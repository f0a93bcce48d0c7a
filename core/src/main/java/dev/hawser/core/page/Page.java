package dev.hawser.core.page;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param items at most as many as the request's limit, in the order of the list
 * @param nextCursor hand it back to get the next page; null on the last one. Opaque to clients.
 */
@Serdeable
public record Page<T>(List<T> items, @Nullable String nextCursor) {
  public Page {
    items = List.copyOf(items);
  }
}
