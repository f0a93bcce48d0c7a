package dev.hawser.core.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.id.Uuid7;
import dev.hawser.core.json.Json;
import dev.hawser.core.outbox.OutboxEvent;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An {@link AuditEvent} on its way to the log, where and when it happened.
 *
 * @param id given once, so that a second delivery is recognized
 * @param request the id of the HTTP request that did it; null in the background
 * @param address from where that came; null in the background
 */
public record RecordedAudit(
    UUID id, AuditEvent event, Instant at, @Nullable String request, @Nullable String address) {
  /** The name of such events in an outbox. */
  public static final String EVENT = "audit.recorded.v1";

  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  /** Something that happens in the background. */
  public static RecordedAudit now(Uuid7 ids, Instant at, AuditEvent event) {
    return new RecordedAudit(ids.next(), event, at, null, null);
  }

  /** A time as the log writes it: always as long, so that texts sort like times. */
  public static String time(Instant at) {
    return MICROS.format(at.truncatedTo(ChronoUnit.MICROS));
  }

  /** As a message for the log. */
  public OutboxEvent toEvent() {
    Map<String, @Nullable Object> json = new TreeMap<>();
    json.put("organization", event.organization().toString());
    json.put("project", event.project() == null ? null : event.project().toString());
    json.put("actor", event.actor());
    json.put("action", event.action());
    json.put("targetType", event.targetType());
    json.put("targetId", event.targetId());
    json.put("details", new TreeMap<>(event.details()));
    json.put("at", time(at));
    json.put("request", request);
    json.put("address", address);
    json.values().removeIf(value -> value == null || value.equals(""));
    return new OutboxEvent(id, EVENT, new String(Json.write(json), UTF_8));
  }
}
