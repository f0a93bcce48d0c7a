package dev.hawser.tasks.internal.store;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.json.Json;
import dev.hawser.tasks.internal.interpreter.StepRecord;
import dev.hawser.tasks.internal.interpreter.StepStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Step records as stored JSON. Names are stable: old rows must stay readable. */
public final class RecordCodec {
  private static final ErrorCode CORRUPT = new ErrorCode("tasks.records-unreadable");

  private RecordCodec() {}

  public static byte[] encode(List<StepRecord> records) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
    try (JsonGenerator out = Json.generator(bytes)) {
      out.writeStartArray();
      for (StepRecord record : records) {
        write(out, record);
      }
      out.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  public static List<StepRecord> decode(byte[] bytes) {
    try {
      List<StepRecord> records = new ArrayList<>();
      if (Json.read(bytes) instanceof List<?> list) {
        for (Object item : list) {
          if (item instanceof Map<?, ?> map) {
            records.add(read(map));
          }
        }
      }
      return records;
    } catch (Json.MalformedException | RuntimeException e) {
      throw new HawserException.Internal(CORRUPT, "Stored step records cannot be read", e);
    }
  }

  private static void write(JsonGenerator out, StepRecord record) throws IOException {
    out.writeStartObject();
    out.writeStringField("path", record.path());
    out.writeStringField("id", record.stepId());
    out.writeStringField("type", record.type());
    out.writeStringField("status", record.status().name());
    out.writeNumberField("attempt", record.attempt());
    out.writeStringField("startedAt", record.startedAt().toString());
    out.writeStringField("endedAt", record.endedAt().toString());
    field(out, "input", record.input());
    field(out, "output", record.output());
    field(out, "error", record.error());
    Instant retryAt = record.retryAt();
    if (retryAt != null) {
      out.writeStringField("retryAt", retryAt.toString());
    }
    out.writeEndObject();
  }

  private static void field(JsonGenerator out, String name, @Nullable Object value)
      throws IOException {
    if (value != null) {
      out.writeFieldName(name);
      Json.write(out, value);
    }
  }

  private static StepRecord read(Map<?, ?> map) {
    Object retryAt = map.get("retryAt");
    return new StepRecord(
        text(map, "path"),
        text(map, "id"),
        text(map, "type"),
        StepStatus.valueOf(text(map, "status")),
        map.get("attempt") instanceof Number number ? number.intValue() : 1,
        Instant.parse(text(map, "startedAt")),
        Instant.parse(text(map, "endedAt")),
        map.get("input"),
        map.get("output"),
        map.get("error"),
        retryAt == null ? null : Instant.parse((String) retryAt));
  }

  private static String text(Map<?, ?> map, String name) {
    if (map.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("no " + name);
  }
}
