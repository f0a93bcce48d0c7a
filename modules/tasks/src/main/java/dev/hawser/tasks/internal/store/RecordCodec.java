package dev.hawser.tasks.internal.store;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.json.Json;
import dev.hawser.tasks.internal.interpreter.StepRecord;
import dev.hawser.tasks.internal.interpreter.StepStatus;
import dev.hawser.tasks.internal.payload.PayloadRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Step records as stored JSON, which {@link StoredValues#encode} writes. Names are stable: old rows
 * must stay readable.
 */
public final class RecordCodec {
  private static final ErrorCode CORRUPT = new ErrorCode("tasks.records-unreadable");
  private static final String NAME = "sha256";
  private static final String SIZE = "size";

  private RecordCodec() {}

  /** The parts of a record that hold values of any size. */
  enum Part {
    INPUT("input", "inputRef"),
    OUTPUT("output", "outputRef"),
    ERROR("error", "errorRef"),
    LOG("log", "logRef");

    static final List<Part> ALL = List.of(values());

    private final String field;
    private final String referenceField;

    Part(String field, String referenceField) {
      this.field = field;
      this.referenceField = referenceField;
    }

    String field() {
      return field;
    }

    String referenceField() {
      return referenceField;
    }

    @Nullable Object of(StepRecord record) {
      return switch (this) {
        case INPUT -> record.input();
        case OUTPUT -> record.output();
        case ERROR -> record.error();
        case LOG -> record.log();
      };
    }

    StepRecord with(StepRecord record, PayloadRef ref) {
      return switch (this) {
        case INPUT -> record.withValues(ref, record.output(), record.error());
        case OUTPUT -> record.withValues(record.input(), ref, record.error());
        case ERROR -> record.withValues(record.input(), record.output(), ref);
        case LOG -> record.withLog(ref);
      };
    }
  }

  /** The records, with {@link PayloadRef}s in the place of values that are payloads. */
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
        value(map, Part.INPUT),
        value(map, Part.OUTPUT),
        value(map, Part.ERROR),
        retryAt == null ? null : Instant.parse((String) retryAt),
        value(map, Part.LOG));
  }

  private static @Nullable Object value(Map<?, ?> map, Part part) {
    return map.get(part.referenceField()) instanceof Map<?, ?> ref
        ? reference(ref)
        : map.get(part.field());
  }

  /** A reference as it is stored. */
  static Map<String, Object> json(PayloadRef ref) {
    Map<String, Object> json = LinkedHashMap.newLinkedHashMap(2);
    json.put(NAME, ref.name());
    json.put(SIZE, ref.size());
    return json;
  }

  /**
   * @throws IllegalArgumentException when it is none
   */
  static PayloadRef reference(Map<?, ?> json) {
    if (json.get(SIZE) instanceof Long size) {
      return new PayloadRef(text(json, NAME), size);
    }
    throw new IllegalArgumentException("no " + SIZE);
  }

  private static String text(Map<?, ?> map, String name) {
    if (map.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("no " + name);
  }
}
