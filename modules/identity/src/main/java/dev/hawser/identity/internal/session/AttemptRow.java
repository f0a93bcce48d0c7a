package dev.hawser.identity.internal.session;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** A row of {@code sign_in_attempt}. */
@MappedEntity(value = "sign_in_attempt", schema = "identity")
record AttemptRow(@Id String subject, int failures, Instant lastAt, Instant lockedUntil) {}
