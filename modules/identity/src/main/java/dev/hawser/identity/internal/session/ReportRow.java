package dev.hawser.identity.internal.session;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** A row of {@code sign_in_report}. */
@MappedEntity(value = "sign_in_report", schema = "identity")
record ReportRow(@Id UUID organizationId, String subject, Instant reportedAt) {}
