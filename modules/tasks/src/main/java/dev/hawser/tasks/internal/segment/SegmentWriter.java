package dev.hawser.tasks.internal.segment;

import dev.hawser.tasks.ExecutionId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.Deflater;

/**
 * Packs executions into a segment in memory: add them, then {@link #finish}. Holds the compressed
 * segment and at most one block of what was added. Not thread-safe.
 */
public final class SegmentWriter implements AutoCloseable {
  /** Before compression. */
  static final int BLOCK_SIZE = 64 << 10;

  static final int MAGIC = ('H' << 24) | ('S' << 16) | ('G' << 8) | 1;
  static final int HEADER_LENGTH = 12;
  static final int FOOTER_LENGTH = 24;
  static final int ENTRY_LENGTH = 3 * 16 + 4 + 2 + 2 * 8 + 4 + 16 + 3 * 4;

  /** Nine tenths of the compression of the default level for half of its time, on small JSON. */
  private static final int LEVEL = 4;

  private static final UUID NONE = new UUID(0, 0);

  /**
   * A finished segment.
   *
   * @param places of the executions, in the order in which they were added
   */
  public record Segment(byte[] bytes, List<BlockPlace> places) {
    public Segment {
      places = List.copyOf(places);
    }
  }

  private final Deflater deflater = new Deflater(LEVEL, true);
  private final SegmentBuffer segment = new SegmentBuffer(BLOCK_SIZE);
  private final SegmentBuffer head = new SegmentBuffer(8 << 10);
  private final List<SegmentEntry> block = new ArrayList<>();
  private final List<BlockPlace> places = new ArrayList<>();
  private long blockSize;

  /** Adds an execution, whose data must not change until the segment is finished. */
  public void add(SegmentEntry entry) {
    long size = ENTRY_LENGTH + entry.size();
    if (!block.isEmpty() && blockSize + size > BLOCK_SIZE) {
      flush();
    }
    block.add(entry);
    blockSize += size;
    if (blockSize >= BLOCK_SIZE) {
      flush();
    }
  }

  /** Ends the segment; nothing can be added any more. */
  public Segment finish() {
    flush();
    int index = segment.size();
    writeIndex();
    int footer = segment.size();
    segment.putLong(index);
    segment.putInt(footer - index);
    segment.putInt(places.size());
    segment.putInt(segment.crc(footer));
    segment.putInt(MAGIC);
    return new Segment(segment.toArray(), places);
  }

  @Override
  public void close() {
    deflater.end();
  }

  private void flush() {
    if (block.isEmpty()) {
      return;
    }
    head.clear();
    head.putInt(block.size());
    block.forEach(this::putEntry);
    int start = open(Math.addExact(head.size(), Math.toIntExact(data())));
    head.feed(deflater);
    segment.take(deflater);
    for (SegmentEntry entry : block) {
      deflate(entry.input());
      deflate(entry.records());
      byte[] error = entry.error();
      if (error != null) {
        deflate(error);
      }
    }
    int length = end(start);
    for (int i = 0; i < block.size(); i++) {
      places.add(new BlockPlace(block.get(i).id(), start, length, i));
    }
    block.clear();
    blockSize = 0;
  }

  private long data() {
    return block.stream().mapToLong(SegmentEntry::size).sum();
  }

  private void deflate(byte[] bytes) {
    deflater.setInput(bytes);
    segment.take(deflater);
  }

  /** Begins a block with this size of content; gives its offset. */
  private int open(int contentLength) {
    int start = segment.size();
    segment.putInt(MAGIC);
    segment.putInt(0);
    segment.putInt(contentLength);
    deflater.reset();
    return start;
  }

  /** Gives the length of the block. */
  private int end(int start) {
    deflater.finish();
    segment.takeRest(deflater);
    segment.setInt(start + Integer.BYTES, segment.crc(start + 2 * Integer.BYTES));
    return segment.size() - start;
  }

  private void putEntry(SegmentEntry entry) {
    ExecutionId replayOf = entry.replayOf();
    byte[] error = entry.error();
    head.putUuid(entry.project().value());
    head.putUuid(entry.id().value());
    head.putUuid(entry.workflow().value());
    head.putInt(entry.version());
    head.putByte(entry.trigger().code());
    head.putByte(entry.status().code());
    head.putLong(micros(entry.startedAt()));
    head.putLong(micros(entry.endedAt()));
    head.putInt(entry.tasks());
    head.putUuid(replayOf == null ? NONE : replayOf.value());
    head.putInt(entry.input().length);
    head.putInt(entry.records().length);
    head.putInt(error == null ? -1 : error.length);
  }

  private void writeIndex() {
    head.clear();
    head.putInt(0);
    int blocks = 0;
    for (int from = 0; from < places.size(); ) {
      BlockPlace first = places.get(from);
      int to = from;
      while (to < places.size() && places.get(to).offset() == first.offset()) {
        to++;
      }
      head.putLong(first.offset());
      head.putInt(first.length());
      head.putInt(to - from);
      places.subList(from, to).forEach(place -> head.putUuid(place.id().value()));
      from = to;
      blocks++;
    }
    head.setInt(0, blocks);
    int start = open(head.size());
    head.feed(deflater);
    end(start);
  }

  private static long micros(Instant moment) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
  }
}
