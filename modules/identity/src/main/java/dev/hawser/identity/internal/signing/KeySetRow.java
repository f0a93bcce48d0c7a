package dev.hawser.identity.internal.signing;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** A row of {@code key_set}. */
@MappedEntity(value = "key_set", schema = "identity")
record KeySetRow(@Id String url, String document, Instant fetchedAt) {}
