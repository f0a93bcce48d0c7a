package dev.hawser.tasks.internal.http;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.json.Json;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.internal.payload.PayloadLostException;
import dev.hawser.tasks.internal.payload.PayloadRef;
import dev.hawser.tasks.internal.payload.Payloads;
import dev.hawser.tasks.internal.store.ExecutionRecordings;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What history shows of large values: the whole of those that a person may want to read, of others
 * the beginning and where the rest is. What it opens and reads for one answer is bounded, so that
 * an execution with hundreds of large values is answered as well.
 */
@Singleton
final class ShownValues {
  /** The largest value that is shown whole: about what a browser still draws as a tree. */
  static final int LARGEST = 256 << 10;

  /** What is read for one answer in total, and how many values are opened for it. */
  private static final long MOST_BYTES = 4 << 20;

  private static final int MOST_OPENED = 64;

  private final Payloads payloads;

  ShownValues(Payloads payloads) {
    this.payloads = payloads;
  }

  /**
   * The forms of a value.
   *
   * @param full as a part of an answer that shows it once
   * @param brief where it is only repeated
   */
  private record Forms(@Nullable Object full, Object brief) {}

  /** The values of one execution. */
  static final class View {
    private final boolean running;
    private final Map<PayloadRef, Forms> forms;

    private View(boolean running, Map<PayloadRef, Forms> forms) {
      this.running = running;
      this.forms = forms;
    }

    /** What to show of a value: itself, unless it is too large. */
    @Nullable Object full(@Nullable Object value) {
      Forms found = value instanceof PayloadRef ref ? forms.get(ref) : null;
      if (found != null) {
        return found.full();
      }
      return running && value != null ? LargeValue.unlessSmall(value, LARGEST) : value;
    }

    /** What to show of a value in a second place. */
    @Nullable Object brief(@Nullable Object value) {
      Forms found = value instanceof PayloadRef ref ? forms.get(ref) : null;
      return found == null ? full(value) : found.brief();
    }
  }

  /** Reads what is to be shown; what cannot be read is shown as such. */
  View of(ProjectId project, ExecutionRecordings execution) {
    ExecutionId id = execution.view().id();
    String place = "/api/v1/projects/" + project + "/executions/" + id + "/values/";
    List<Callable<Forms>> readings = new ArrayList<>();
    List<PayloadRef> refs = List.copyOf(new LinkedHashSet<>(Recordings.references(execution)));
    AtomicBoolean down = new AtomicBoolean();
    long bytes = 0;
    for (PayloadRef ref : refs) {
      LargeValue large = new LargeValue(ref.size(), place + ref.name());
      if (readings.size() >= MOST_OPENED) {
        readings.add(() -> new Forms(large.json(), large.json()));
      } else if (ref.size() <= LARGEST && bytes + ref.size() <= MOST_BYTES) {
        bytes += ref.size();
        readings.add(() -> read(id, ref, large, down, true));
      } else {
        readings.add(() -> read(id, ref, large, down, false));
      }
    }
    Map<PayloadRef, Forms> forms = new HashMap<>();
    List<Forms> results = readings.isEmpty() ? List.of() : payloads.together(readings);
    for (int i = 0; i < refs.size(); i++) {
      forms.put(refs.get(i), results.get(i));
    }
    return new View(!execution.view().status().isFinal(), forms);
  }

  private Forms read(
      ExecutionId id, PayloadRef ref, LargeValue large, AtomicBoolean down, boolean whole) {
    if (down.get()) {
      return same(large.unavailable("storage"));
    }
    try {
      if (!whole) {
        return same(large.withPreview(payloads.beginning(id, ref, LargeValue.PREVIEW_BYTES)));
      }
      byte[] json = payloads.bytes(id, ref);
      return new Forms(Json.read(json), large.withPreview(json));
    } catch (PayloadLostException e) {
      return same(large.unavailable(e.reason().name().toLowerCase(Locale.ROOT)));
    } catch (Json.MalformedException e) {
      return same(large.unavailable("damaged"));
    } catch (HawserException.Unavailable e) {
      down.set(true); // the others would wait for the same time-outs
      return same(large.unavailable("storage"));
    }
  }

  private static Forms same(Object json) {
    return new Forms(json, json);
  }
}
