package dev.hawser.workflows.internal.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code deployment}.
 *
 * @param version null when it was taken out of service
 */
@MappedEntity(value = "deployment", schema = "workflows")
public record DeploymentRow(
    @Id UUID workflowId,
    long sequence,
    @Nullable Integer version,
    Instant deployedAt,
    String deployedBy) {}
