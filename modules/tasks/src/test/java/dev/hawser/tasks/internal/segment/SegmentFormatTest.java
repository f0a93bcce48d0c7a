package dev.hawser.tasks.internal.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.core.id.Uuid7;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.MemoryBlobStore;
import dev.hawser.storage.PutOptions;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.ExecutionStatus;
import dev.hawser.tasks.TriggerKind;
import dev.hawser.workflows.WorkflowId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SegmentFormatTest {
  private static final BlobKey KEY = new BlobKey("executions/2026-11-25/one");

  private final MemoryBlobStore store = new MemoryBlobStore(Clock.systemUTC());
  private final SegmentReader reader = new SegmentReader(store);
  private final Uuid7 ids = new Uuid7(Clock.systemUTC());
  private final Random random = new Random(7);

  @Test
  void what_was_written_is_read_also_without_knowing_the_places() throws Exception {
    List<SegmentEntry> entries = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      entries.add(entry(random.nextInt(3_000), random.nextInt(3_000), i % 3 == 0 ? i : -1));
    }
    SegmentWriter.Segment segment = stored(entries);
    assertThat(reader.index(KEY)).isEqualTo(segment.places());
    for (int i = 0; i < entries.size(); i++) {
      assertSame(reader.read(KEY, segment.places().get(i)), entries.get(i));
    }
    assertThat(segment.places().stream().map(BlockPlace::offset).distinct().count())
        .as("blocks of about 64 KiB")
        .isBetween(20L, 40L);
  }

  @Test
  void a_segment_may_be_empty() throws Exception {
    stored(List.of());
    assertThat(reader.index(KEY)).isEmpty();
  }

  @Test
  void data_may_be_empty() throws Exception {
    SegmentEntry entry = entry(0, 0, 0);
    assertSame(reader.read(KEY, stored(List.of(entry)).places().getFirst()), entry);
  }

  @Test
  void a_huge_execution_has_a_block_of_its_own() throws Exception {
    List<SegmentEntry> entries =
        List.of(entry(10, 10, -1), entry(12 << 20, 3 << 20, 1 << 20), entry(10, 10, 3));
    List<BlockPlace> places = stored(entries).places();
    assertThat(places.stream().map(BlockPlace::offset).distinct()).hasSize(3);
    for (int i = 0; i < entries.size(); i++) {
      assertSame(reader.read(KEY, places.get(i)), entries.get(i));
    }
    assertThat(places.getLast().length()).isLessThan(1_000);
  }

  @Test
  void small_json_is_stored_in_a_third_of_its_size() {
    List<SegmentEntry> entries = new ArrayList<>();
    long size = 0;
    for (int i = 0; i < 1_000; i++) {
      byte[] json =
          "{\"path\":\"send\",\"type\":\"request\",\"status\":\"SUCCEEDED\",\"n\":%d,\"id\":\"%s\"}"
              .formatted(i, UUID.randomUUID())
              .repeat(3)
              .getBytes(java.nio.charset.StandardCharsets.UTF_8);
      entries.add(entry(json, json, null));
      size += 2L * json.length;
    }
    assertThat((long) stored(entries).bytes().length).isLessThan(size / 3);
  }

  @Test
  void every_damaged_byte_is_noticed() throws Exception {
    List<BlockPlace> places = stored(List.of(entry(40, 60, 5), entry(20, 30, -1))).places();
    byte[] good = stored(List.of(entry(40, 60, 5), entry(20, 30, -1))).bytes();
    assertThat(places).hasSize(2);
    for (int at = 0; at < good.length; at++) {
      byte[] bad = good.clone();
      bad[at] ^= (byte) (1 << random.nextInt(8));
      put(bad);
      assertThatThrownBy(
              () -> {
                for (BlockPlace place : reader.index(KEY)) {
                  reader.read(KEY, place);
                }
              })
          .as("byte %d", at)
          .isInstanceOf(SegmentDamagedException.class);
    }
    put(good);
    assertThat(reader.index(KEY)).hasSize(2);
  }

  @Test
  void a_segment_that_is_cut_or_gone_is_damaged() throws Exception {
    SegmentWriter.Segment segment = stored(List.of(entry(40, 60, 5), entry(90_000, 30, -1)));
    BlockPlace last = segment.places().getLast();
    byte[] good = segment.bytes();
    for (int length : new int[] {0, 1, 23, 24, 100, (int) last.offset(), good.length / 2}) {
      put(Arrays.copyOf(good, length));
      assertDamaged(() -> reader.read(KEY, last));
      assertDamaged(() -> reader.index(KEY));
    }
    store.delete(KEY);
    assertDamaged(() -> reader.read(KEY, last));
    assertDamaged(() -> reader.index(KEY));
  }

  @Test
  void a_place_that_holds_something_else_is_damage() {
    List<SegmentEntry> entries = List.of(entry(10, 10, 1), entry(10, 10, 1));
    BlockPlace place = stored(entries).places().getFirst();
    assertDamaged(
        () -> reader.read(KEY, new BlockPlace(place.id(), place.offset(), place.length(), 1)));
    assertDamaged(
        () -> reader.read(KEY, new BlockPlace(place.id(), place.offset(), place.length(), 2)));
    assertDamaged(() -> reader.read(KEY, new BlockPlace(place.id(), 3, place.length(), 0)));
    assertDamaged(() -> reader.read(KEY, new BlockPlace(place.id(), 1 << 30, 5, 0)));
    assertDamaged(() -> reader.read(KEY, new BlockPlace(place.id(), 0, 0, 0)));
  }

  @Test
  void an_unknown_version_is_refused_by_its_number() {
    SegmentWriter.Segment segment = stored(List.of(entry(40, 60, 5)));
    byte[] newer = segment.bytes().clone();
    newer[3] = 2;
    put(newer);
    assertThatThrownBy(() -> reader.read(KEY, segment.places().getFirst()))
        .isInstanceOf(SegmentDamagedException.class)
        .hasMessageContaining("version 2");
  }

  private static void assertDamaged(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(SegmentDamagedException.class);
  }

  private static void assertSame(SegmentEntry read, SegmentEntry written) {
    assertThat(read.input()).isEqualTo(written.input());
    assertThat(read.records()).isEqualTo(written.records());
    assertThat(read.error()).isEqualTo(written.error());
    assertThat(read)
        .usingRecursiveComparison()
        .ignoringFields("input", "records", "error")
        .isEqualTo(written);
  }

  private SegmentWriter.Segment stored(List<SegmentEntry> entries) {
    try (SegmentWriter writer = new SegmentWriter()) {
      entries.forEach(writer::add);
      SegmentWriter.Segment segment = writer.finish();
      put(segment.bytes());
      return segment;
    }
  }

  private void put(byte[] bytes) {
    assertThat(store.put(KEY, BlobSource.of(bytes), PutOptions.DEFAULT).size())
        .isEqualTo(bytes.length);
  }

  private SegmentEntry entry(int input, int records, int error) {
    return entry(bytes(input), bytes(records), error < 0 ? null : bytes(error));
  }

  private SegmentEntry entry(byte[] input, byte[] records, byte[] error) {
    return new SegmentEntry(
        new ProjectId(UUID.randomUUID()),
        new ExecutionId(ids.next()),
        new WorkflowId(UUID.randomUUID()),
        random.nextInt(),
        TriggerKind.MANUAL,
        error == null ? ExecutionStatus.SUCCEEDED : ExecutionStatus.FAILED,
        Instant.parse("2026-11-25T12:00:00.123456Z"),
        Instant.parse("1969-12-31T23:59:59.999999Z"),
        random.nextInt(),
        random.nextBoolean() ? new ExecutionId(UUID.randomUUID()) : null,
        input,
        records,
        error);
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
