package dev.hawser.identity.internal.account;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/** A row of {@code single_sign_on}, as far as passwords are concerned. */
@MappedEntity(value = "single_sign_on", schema = "identity")
record EnforcementRow(@Id UUID organizationId, boolean enforced) {}
