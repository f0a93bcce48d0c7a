package dev.hawser.tasks.internal.store;

import dev.hawser.core.config.SettingValues;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.json.Json;
import dev.hawser.tasks.EngineSettings;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.internal.interpreter.StepRecord;
import dev.hawser.tasks.internal.payload.PayloadRef;
import dev.hawser.tasks.internal.payload.Payloads;
import dev.hawser.tasks.internal.store.RecordEncoder.Limits;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How values stand in rows: as their JSON while they are small, else as the name of a payload that
 * was stored before. Neither can be taken for the other, whatever the JSON is: in a column of one
 * value a reference starts with a byte that no JSON starts with; in step records it is a field of
 * the record with a name of its own.
 */
@Singleton
public final class StoredValues {
  /** What all values of a list of records may take together in a row. */
  static final int ROW_LIMIT = 256 << 10;

  private static final ErrorCode CORRUPT = new ErrorCode("tasks.records-unreadable");
  private static final byte REFERENCE = 1;

  private final Payloads payloads;
  private final Limits limits;

  public StoredValues(Payloads payloads, SettingValues settings) {
    this.payloads = payloads;
    this.limits =
        new Limits(
            Math.toIntExact(settings.get(EngineSettings.INLINE_LIMIT)),
            ROW_LIMIT,
            settings.get(EngineSettings.MAX_VALUE));
  }

  /**
   * Step records as a row has them.
   *
   * @param bytes for {@link RecordCodec#decode}
   * @param records the same records, with references in the place of the values that became
   *     payloads
   */
  public record Encoded(byte[] bytes, List<StepRecord> records) {
    public Encoded {
      records = List.copyOf(records);
    }
  }

  /** Whether a value of this JSON is too large for a row. */
  public boolean isLarge(byte[] json) {
    return json.length > limits.inline();
  }

  /**
   * The bytes of a column that has one value. A large one is a payload when this returns.
   *
   * @throws HawserException.Unavailable when it may not be stored
   */
  public byte[] column(ExecutionId execution, byte[] json) {
    if (!isLarge(json)) {
      return json;
    }
    byte[] reference = Json.write(RecordCodec.json(payloads.put(execution, json)));
    byte[] column = new byte[reference.length + 1];
    column[0] = REFERENCE;
    System.arraycopy(reference, 0, column, 1, reference.length);
    return column;
  }

  /**
   * The bytes of step records. Large values are payloads when this returns; when many small ones
   * are too much together, the largest of them, too.
   *
   * @throws ValueTooLargeException when one has more JSON than a value may have
   * @throws HawserException.Unavailable when one may not be stored
   */
  public Encoded encode(ExecutionId execution, List<StepRecord> records) {
    return new RecordEncoder(payloads, execution, records, limits).encode();
  }

  /** The value of a column that {@link #column} gave: JSON, or a {@link PayloadRef}. */
  public static @Nullable Object read(byte[] column) {
    try {
      if (column.length == 0 || column[0] != REFERENCE) {
        return Json.read(column);
      }
      if (Json.read(Arrays.copyOfRange(column, 1, column.length)) instanceof Map<?, ?> map) {
        return RecordCodec.reference(map);
      }
      throw new IllegalArgumentException("a reference is an object");
    } catch (Json.MalformedException | IllegalArgumentException e) {
      throw new HawserException.Internal(CORRUPT, "A stored value cannot be read", e);
    }
  }
}
