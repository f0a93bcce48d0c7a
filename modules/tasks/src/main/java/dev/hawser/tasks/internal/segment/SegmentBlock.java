package dev.hawser.tasks.internal.segment;

import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.ExecutionStatus;
import dev.hawser.tasks.TriggerKind;
import dev.hawser.workflows.WorkflowId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Reads what {@link SegmentWriter} wrote; whatever it is given, it never answers with junk. */
final class SegmentBlock {
  private static final UUID NONE = new UUID(0, 0);

  private SegmentBlock() {}

  /** A line of the index. */
  record Line(long offset, int length, List<ExecutionId> executions) {
    Line {
      executions = List.copyOf(executions);
    }
  }

  /** Where the index is. */
  record Footer(long indexOffset, int indexLength, int executions) {}

  /**
   * @param stored the block as it is in the segment
   * @param at of the execution within the block
   */
  static SegmentEntry entry(byte[] stored, int at) throws SegmentDamagedException {
    ByteBuffer content = content(stored);
    try {
      int count = content.getInt();
      if (at < 0 || at >= count) {
        throw new SegmentDamagedException("no execution %d in a block of %d".formatted(at, count));
      }
      int data = Integer.BYTES + count * SegmentWriter.ENTRY_LENGTH;
      for (int i = 0; i < at; i++) {
        data += dataLength(content, i);
      }
      content.position(Integer.BYTES + at * SegmentWriter.ENTRY_LENGTH);
      return entry(content, data);
    } catch (BufferUnderflowException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | NegativeArraySizeException e) {
      throw new SegmentDamagedException("the content of a block is not consistent", e);
    }
  }

  /** All executions of a block, in order. */
  static List<SegmentEntry> entries(byte[] stored) throws SegmentDamagedException {
    ByteBuffer content = content(stored);
    try {
      int count = content.getInt();
      int data = Integer.BYTES + count * SegmentWriter.ENTRY_LENGTH;
      List<SegmentEntry> entries = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        content.position(Integer.BYTES + i * SegmentWriter.ENTRY_LENGTH);
        entries.add(entry(content, data));
        data += dataLength(content, i);
      }
      return entries;
    } catch (BufferUnderflowException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | NegativeArraySizeException e) {
      throw new SegmentDamagedException("the content of a block is not consistent", e);
    }
  }

  static List<Line> index(byte[] stored) throws SegmentDamagedException {
    ByteBuffer content = content(stored);
    try {
      List<Line> lines = new ArrayList<>();
      for (int blocks = content.getInt(); blocks > 0; blocks--) {
        long offset = content.getLong();
        int length = content.getInt();
        List<ExecutionId> ids = new ArrayList<>();
        for (int left = content.getInt(); left > 0; left--) {
          ids.add(new ExecutionId(uuid(content)));
        }
        lines.add(new Line(offset, length, ids));
      }
      return lines;
    } catch (BufferUnderflowException e) {
      throw new SegmentDamagedException("the content of an index is not consistent", e);
    }
  }

  static Footer footer(byte[] stored) throws SegmentDamagedException {
    if (stored.length != SegmentWriter.FOOTER_LENGTH) {
      throw new SegmentDamagedException("a segment without a whole footer");
    }
    ByteBuffer footer = ByteBuffer.wrap(stored);
    Footer found = new Footer(footer.getLong(), footer.getInt(), footer.getInt());
    if (footer.getInt() != crc(stored, 0, footer.position() - Integer.BYTES)) {
      throw new SegmentDamagedException("the checksum of a footer is wrong");
    }
    checkMagic(footer.getInt());
    return found;
  }

  private static ByteBuffer content(byte[] stored) throws SegmentDamagedException {
    if (stored.length <= SegmentWriter.HEADER_LENGTH) {
      throw new SegmentDamagedException("a block of only " + stored.length + " bytes");
    }
    ByteBuffer header = ByteBuffer.wrap(stored);
    checkMagic(header.getInt());
    int crc = header.getInt();
    if (crc != crc(stored, header.position(), stored.length - header.position())) {
      throw new SegmentDamagedException("the checksum of a block is wrong");
    }
    byte[] content = new byte[Math.max(0, header.getInt())];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(header);
      int length = 0;
      while (length < content.length && !inflater.finished()) {
        int more = inflater.inflate(content, length, content.length - length);
        if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          break;
        }
        length += more;
      }
      if (length != content.length) {
        throw new SegmentDamagedException("a block is shorter than it says");
      }
      return ByteBuffer.wrap(content);
    } catch (DataFormatException e) {
      throw new SegmentDamagedException("a block cannot be inflated", e);
    } finally {
      inflater.end();
    }
  }

  private static SegmentEntry entry(ByteBuffer content, int data) {
    ProjectId project = new ProjectId(uuid(content));
    ExecutionId id = new ExecutionId(uuid(content));
    WorkflowId workflow = new WorkflowId(uuid(content));
    int version = content.getInt();
    TriggerKind trigger = TriggerKind.ofCode(content.get());
    ExecutionStatus status = ExecutionStatus.ofCode(content.get());
    Instant startedAt = instant(content.getLong());
    Instant endedAt = instant(content.getLong());
    int tasks = content.getInt();
    UUID replayOf = uuid(content);
    byte[] input = new byte[content.getInt()];
    byte[] records = new byte[content.getInt()];
    int errorLength = content.getInt();
    byte[] error = errorLength < 0 ? null : new byte[errorLength];
    content.position(data);
    content.get(input).get(records);
    if (error != null) {
      content.get(error);
    }
    return new SegmentEntry(
        project,
        id,
        workflow,
        version,
        trigger,
        status,
        startedAt,
        endedAt,
        tasks,
        replayOf.equals(NONE) ? null : new ExecutionId(replayOf),
        input,
        records,
        error);
  }

  private static int dataLength(ByteBuffer content, int entry) {
    int sizes = Integer.BYTES + (entry + 1) * SegmentWriter.ENTRY_LENGTH - 3 * Integer.BYTES;
    return content.getInt(sizes)
        + content.getInt(sizes + Integer.BYTES)
        + Math.max(0, content.getInt(sizes + 2 * Integer.BYTES));
  }

  private static void checkMagic(int magic) throws SegmentDamagedException {
    if (magic >>> 8 != SegmentWriter.MAGIC >>> 8) {
      throw new SegmentDamagedException("these are not bytes of a segment");
    }
    if (magic != SegmentWriter.MAGIC) {
      throw new SegmentDamagedException(
          "segments of version %d are unknown".formatted(magic & 0xFF));
    }
  }

  private static int crc(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  private static UUID uuid(ByteBuffer from) {
    return new UUID(from.getLong(), from.getLong());
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
