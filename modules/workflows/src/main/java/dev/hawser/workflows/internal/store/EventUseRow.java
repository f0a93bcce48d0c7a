package dev.hawser.workflows.internal.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/**
 * A row of {@code event_use}.
 *
 * @param version 0 for the draft
 */
@MappedEntity(value = "event_use", schema = "workflows")
record EventUseRow(UUID projectId, String name, @Id UUID workflowId, int version) {}
