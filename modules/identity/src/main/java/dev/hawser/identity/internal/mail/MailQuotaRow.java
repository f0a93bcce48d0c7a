package dev.hawser.identity.internal.mail;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** A row of {@code mail_quota}. */
@MappedEntity(value = "mail_quota", schema = "identity")
record MailQuotaRow(@Id String id, Instant since, int used) {}
