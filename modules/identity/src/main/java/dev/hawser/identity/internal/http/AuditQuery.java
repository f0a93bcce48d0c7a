package dev.hawser.identity.internal.http;

import dev.hawser.identity.internal.audit.AuditFilter;
import io.micronaut.http.HttpRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Reads which entries of the audit log a request wants. */
final class AuditQuery {
  private static final int MAX_TEXT = 500;

  private AuditQuery() {}

  static AuditFilter filter(HttpRequest<?> request) {
    return new AuditFilter(
        text(request, "actor"),
        text(request, "action"),
        text(request, "target"),
        text(request, "project"),
        instant(request, "from"),
        instant(request, "to"));
  }

  private static @Nullable String text(HttpRequest<?> request, String name) {
    String value = request.getParameters().get(name);
    if (value != null && value.length() > MAX_TEXT) {
      throw AuditController.invalid(name, "must be a text of at most " + MAX_TEXT + " characters");
    }
    return value;
  }

  private static @Nullable Instant instant(HttpRequest<?> request, String name) {
    String value = request.getParameters().get(name);
    try {
      Instant at = value == null ? null : OffsetDateTime.parse(value).toInstant();
      if (at != null && (at.isBefore(Instant.EPOCH) || at.getEpochSecond() > 253_402_300_799L)) {
        throw AuditController.invalid(name, "must be between the years 1970 and 9999");
      }
      return at;
    } catch (DateTimeException e) {
      throw AuditController.invalid(
          name, "must be a moment such as 2026-01-31T12:00:00Z, not " + value);
    }
  }
}
