package dev.hawser.identity.internal.sso;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code single_sign_on_link}.
 *
 * @param userId null when the person has left
 */
@MappedEntity(value = "single_sign_on_link", schema = "identity")
record LinkRow(@Id String subjectHash, @Nullable UUID userId) {}
