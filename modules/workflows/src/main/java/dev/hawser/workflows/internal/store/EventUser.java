package dev.hawser.workflows.internal.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/**
 * A workflow that names an app event.
 *
 * @param name of the workflow
 * @param inDraft whether its draft does
 * @param inDeployed whether the version does that is deployed now
 */
@MappedEntity(value = "workflow", schema = "workflows")
public record EventUser(@Id UUID id, String name, boolean inDraft, boolean inDeployed) {}
