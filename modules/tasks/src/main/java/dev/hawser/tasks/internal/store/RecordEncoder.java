package dev.hawser.tasks.internal.store;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hawser.core.json.Json;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.internal.interpreter.StepRecord;
import dev.hawser.tasks.internal.payload.PayloadRef;
import dev.hawser.tasks.internal.payload.Payloads;
import dev.hawser.tasks.internal.store.RecordCodec.Part;
import dev.hawser.tasks.internal.store.StoredValues.Encoded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one list of step records. Each value is written once, in its place; what turns out too
 * large is cut out again and stored as a payload, so that no more than one large value is held
 * twice at a time. Used once.
 */
final class RecordEncoder {
  /** A reference takes about a hundred bytes: smaller values than this are not worth one. */
  private static final int SMALLEST_PAYLOAD = 512;

  /** At most so long is a reference with its field's name. */
  private static final int REFERENCE_LENGTH = 128;

  /**
   * A value that stayed in the row and could be taken out of it.
   *
   * @param field where the comma before its field's name stands
   * @param value where its JSON starts
   * @param end behind it
   */
  private record Place(int record, Part part, int field, int value, int end) {
    int size() {
      return end - value;
    }
  }

  /**
   * Bounds in bytes.
   *
   * @param inline of a value that stays in the row
   * @param row of all values that stay in it
   * @param value of any value
   */
  record Limits(int inline, int row, long value) {}

  private final Payloads payloads;
  private final ExecutionId execution;
  private final Limits limits;
  private final RowBuffer bytes = new RowBuffer(1_024);
  private final JsonGenerator out;
  private final List<Place> places = new ArrayList<>(0);
  private final List<StepRecord> original;
  private @Nullable List<StepRecord> changed;

  RecordEncoder(Payloads payloads, ExecutionId execution, List<StepRecord> records, Limits limits) {
    this.payloads = payloads;
    this.execution = execution;
    this.original = records;
    this.limits = limits;
    try {
      this.out = Json.generator(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Encoded encode() {
    try (out) {
      out.writeStartArray();
      for (int i = 0; i < original.size(); i++) {
        write(i, original.get(i));
      }
      out.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] row = bytes.size() > limits.row() ? withoutLargest() : bytes.toByteArray();
    return new Encoded(row, changed == null ? original : changed);
  }

  private void write(int index, StepRecord record) throws IOException {
    out.writeStartObject();
    out.writeStringField("path", record.path());
    out.writeStringField("id", record.stepId());
    out.writeStringField("type", record.type());
    out.writeStringField("status", record.status().name());
    out.writeNumberField("attempt", record.attempt());
    out.writeStringField("startedAt", record.startedAt().toString());
    out.writeStringField("endedAt", record.endedAt().toString());
    for (Part part : Part.ALL) {
      value(index, part, part.of(record));
    }
    Instant retryAt = record.retryAt();
    if (retryAt != null) {
      out.writeStringField("retryAt", retryAt.toString());
    }
    out.writeEndObject();
  }

  private void value(int record, Part part, @Nullable Object value) throws IOException {
    if (value == null) {
      return;
    }
    if (value instanceof PayloadRef ref) {
      reference(part, ref);
      return;
    }
    int field = position();
    out.writeFieldName(part.field());
    int start = position() + 1; // behind the colon, which is written with the value
    write(part, value, original.get(record).path());
    Place place = new Place(record, part, field, start, position());
    if (place.size() > limits.inline()) {
      out.flush();
      byte[] json = bytes.copy(place.value(), place.end());
      bytes.truncate(field);
      PayloadRef ref = payloads.put(execution, json);
      change(place, ref);
      reference(part, ref);
    } else if (place.size() >= SMALLEST_PAYLOAD) {
      places.add(place);
    }
  }

  private void write(Part part, Object value, String path) throws IOException {
    long end = position() + limits.value() + 1; // and the colon
    bytes.allow(end);
    try {
      Json.write(out, value);
    } catch (RowBuffer.FullException e) {
      bytes.reset(); // nothing of it is needed, and closing the generator writes once more
      throw new ValueTooLargeException(part.field(), path, limits.value());
    }
    bytes.allow(Integer.MAX_VALUE);
    if (position() > end) { // what the generator still has counts, too
      throw new ValueTooLargeException(part.field(), path, limits.value());
    }
  }

  private void reference(Part part, PayloadRef ref) throws IOException {
    out.writeFieldName(part.referenceField());
    Json.write(out, RecordCodec.json(ref));
  }

  private int position() {
    return bytes.size() + out.getOutputBuffered();
  }

  private void change(Place place, PayloadRef ref) {
    List<StepRecord> records = changed;
    if (records == null) {
      records = new ArrayList<>(original);
      changed = records;
    }
    records.set(place.record(), place.part().with(records.get(place.record()), ref));
  }

  /** The bytes with references for as many values, the largest first, as it takes. */
  private byte[] withoutLargest() {
    List<Place> taken = new ArrayList<>();
    int left = bytes.size();
    places.sort(Comparator.comparingInt(Place::size).reversed());
    for (Place place : places) {
      if (left <= limits.row()) {
        break;
      }
      taken.add(place);
      left -= place.end() - place.field() - REFERENCE_LENGTH;
    }
    taken.sort(Comparator.comparingInt(Place::field));
    List<PayloadRef> refs =
        payloads.putAll(
            execution,
            taken.stream().map(place -> bytes.copy(place.value(), place.end())).toList());
    RowBuffer row = new RowBuffer(left + 1_024);
    int copied = 0;
    for (int i = 0; i < taken.size(); i++) {
      Place place = taken.get(i);
      row.writeBytes(bytes.copy(copied, place.field()));
      row.writeBytes(referenceText(place.part(), refs.get(i)));
      copied = place.end();
      change(place, refs.get(i));
    }
    row.writeBytes(bytes.copy(copied, bytes.size()));
    return row.toByteArray();
  }

  /** A reference with the name of its field and the comma before it. */
  private static byte[] referenceText(Part part, PayloadRef ref) {
    String field = ",\"" + part.referenceField() + "\":";
    RowBuffer text = new RowBuffer(REFERENCE_LENGTH);
    text.writeBytes(field.getBytes(StandardCharsets.US_ASCII));
    text.writeBytes(Json.write(RecordCodec.json(ref)));
    return text.toByteArray();
  }
}
