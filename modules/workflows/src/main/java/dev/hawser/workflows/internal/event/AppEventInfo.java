package dev.hawser.workflows.internal.event;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An {@link AppEventRow} without its example and its schema, for lists. */
@MappedEntity(value = "app_event", schema = "workflows")
public record AppEventInfo(
    @Id UUID projectId,
    String name,
    long revision,
    @Nullable String description,
    Instant createdAt,
    String createdBy,
    Instant updatedAt,
    String updatedBy) {}
