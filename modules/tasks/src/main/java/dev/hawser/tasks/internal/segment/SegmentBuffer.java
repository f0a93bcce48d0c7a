package dev.hawser.tasks.internal.segment;

import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;

/** Growing bytes with the few kinds of values that the format has. */
final class SegmentBuffer {
  private byte[] bytes;
  private int size;

  SegmentBuffer(int capacity) {
    this.bytes = new byte[capacity];
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  void putByte(int value) {
    room(1);
    bytes[size++] = (byte) value;
  }

  void putInt(int value) {
    room(Integer.BYTES);
    writeInt(size, value);
    size += Integer.BYTES;
  }

  void putLong(long value) {
    putInt((int) (value >>> 32));
    putInt((int) value);
  }

  void putUuid(UUID value) {
    putLong(value.getMostSignificantBits());
    putLong(value.getLeastSignificantBits());
  }

  /** Overwrites what is already there. */
  void setInt(int at, int value) {
    writeInt(at, value);
  }

  int crc(int from) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, size - from);
    return (int) crc.getValue();
  }

  /** Gives the buffer's bytes to a deflater, which reads them before they change. */
  void feed(Deflater deflater) {
    deflater.setInput(bytes, 0, size);
  }

  /** Appends what the deflater has for its input so far. */
  void take(Deflater deflater) {
    while (!deflater.needsInput() && !deflater.finished()) {
      takeSome(deflater);
    }
  }

  /** Appends the rest of what the deflater has. */
  void takeRest(Deflater deflater) {
    while (!deflater.finished()) {
      takeSome(deflater);
    }
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, size);
  }

  private void takeSome(Deflater deflater) {
    room(8_192);
    size += deflater.deflate(bytes, size, bytes.length - size);
  }

  private void writeInt(int at, int value) {
    bytes[at] = (byte) (value >>> 24);
    bytes[at + 1] = (byte) (value >>> 16);
    bytes[at + 2] = (byte) (value >>> 8);
    bytes[at + 3] = (byte) value;
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      int larger = Math.addExact(size, Math.max(more, size / 2));
      bytes = Arrays.copyOf(bytes, larger);
    }
  }
}
