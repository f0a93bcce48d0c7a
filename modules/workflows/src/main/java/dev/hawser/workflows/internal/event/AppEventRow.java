package dev.hawser.workflows.internal.event;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code app_event}; its key is the pair of the first two.
 *
 * @param example of a payload, as JSON text
 * @param schema inferred from the example, as JSON text
 */
@MappedEntity(value = "app_event", schema = "workflows")
public record AppEventRow(
    @Id UUID projectId,
    String name,
    long revision,
    @Nullable String description,
    String example,
    String schema,
    Instant createdAt,
    String createdBy,
    Instant updatedAt,
    String updatedBy) {}
