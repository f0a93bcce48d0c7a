package dev.hawser.workflows.internal.store;

import dev.hawser.core.tenancy.Caller;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who changes something, and how the client calls the request.
 *
 * @param idempotencyKey null when the client gave none
 * @param digest of what the request is about; only read when there is a key
 */
public record Change(Caller caller, @Nullable String idempotencyKey, byte[] digest) {
  UUID project() {
    return caller.project().value();
  }

  String subject() {
    return caller.subject();
  }
}
