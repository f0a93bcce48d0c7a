package dev.hawser.tasks.internal.engine;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.json.Json;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.internal.interpreter.StepRecord;
import dev.hawser.tasks.internal.payload.PayloadLostException;
import dev.hawser.tasks.internal.payload.PayloadRef;
import dev.hawser.tasks.internal.payload.Payloads;
import dev.hawser.tasks.internal.store.StoredValues;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What an execution begins with: its trigger's data, and what it has done before. */
@Singleton
final class StoredInputs {
  private static final ErrorCode NOT_STORED = new ErrorCode("tasks.not-stored-in-time");

  private final StoredValues values;
  private final Payloads payloads;

  StoredInputs(StoredValues values, Payloads payloads) {
    this.values = values;
    this.payloads = payloads;
  }

  /**
   * The column of an input, of which a large one is a payload when this returns.
   *
   * @throws HawserException.Unavailable when it was not stored within the limit; nothing refers to
   *     what may have been stored
   */
  byte[] column(ExecutionId execution, @Nullable Object input, Duration limit) {
    byte[] json = Json.write(input);
    if (!values.isLarge(json)) {
      return json;
    }
    FutureTask<byte[]> storing = new FutureTask<>(() -> values.column(execution, json));
    Thread.ofVirtual().name("store-input").start(storing);
    try {
      return storing.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new HawserException.Unavailable(
          NOT_STORED, "The data could not be stored in time; nothing was started", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HawserException.Unavailable(NOT_STORED, "The server is stopping", e);
    } finally {
      storing.cancel(true);
    }
  }

  /** The input that a column has. Throws like {@link Payloads#read}. */
  @Nullable Object input(ExecutionId execution, byte[] column) throws PayloadLostException {
    return StoredValues.read(column) instanceof PayloadRef ref
        ? payloads.read(execution, ref)
        : StoredValues.read(column);
  }

  /**
   * The records with all that running on needs: outputs and errors of steps that have ended. Inputs
   * and failed attempts are for history only and stay as they are.
   */
  List<StepRecord> forResuming(ExecutionId execution, List<StepRecord> records)
      throws PayloadLostException {
    LinkedHashSet<PayloadRef> needed = new LinkedHashSet<>();
    for (StepRecord record : records) {
      if (record.status().isFinal()) {
        if (record.output() instanceof PayloadRef ref) {
          needed.add(ref);
        }
        if (record.error() instanceof PayloadRef ref) {
          needed.add(ref);
        }
      }
    }
    if (needed.isEmpty()) {
      return records;
    }
    Map<PayloadRef, @Nullable Object> loaded = load(execution, List.copyOf(needed));
    List<StepRecord> result = new ArrayList<>(records.size());
    for (StepRecord record : records) {
      result.add(
          record.withValues(
              record.input(), whole(record.output(), loaded), whole(record.error(), loaded)));
    }
    return result;
  }

  private static @Nullable Object whole(
      @Nullable Object value, Map<PayloadRef, @Nullable Object> loaded) {
    return value instanceof PayloadRef ref && loaded.containsKey(ref) ? loaded.get(ref) : value;
  }

  private record Read(@Nullable Object value, @Nullable PayloadLostException lost) {}

  private Map<PayloadRef, @Nullable Object> load(ExecutionId execution, List<PayloadRef> refs)
      throws PayloadLostException {
    List<Callable<Read>> calls = new ArrayList<>(refs.size());
    for (PayloadRef ref : refs) {
      calls.add(
          () -> {
            try {
              return new Read(payloads.read(execution, ref), null);
            } catch (PayloadLostException e) {
              return new Read(null, e);
            }
          });
    }
    List<Read> results = payloads.together(calls);
    Map<PayloadRef, @Nullable Object> loaded = new HashMap<>();
    for (int i = 0; i < refs.size(); i++) {
      Read read = results.get(i);
      PayloadLostException lost = read.lost();
      if (lost != null) {
        throw lost;
      }
      loaded.put(refs.get(i), read.value());
    }
    return loaded;
  }
}
