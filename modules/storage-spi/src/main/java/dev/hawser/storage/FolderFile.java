package dev.hawser.storage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * One file holds a blob and everything about it: the bytes, then the description, then 16 bytes
 * that say how long the description is, its CRC-32C, and a magic number with the version of the
 * format. The bytes come first, so their length need not be known before and a range is read at its
 * own offset; all of it becomes visible with one rename.
 */
final class FolderFile {
  private static final long MAGIC = 0x48_57_53_42_4C_4F_42_31L; // HWSBLOB1
  private static final int TRAILER = 16;
  private static final int USUAL_TAIL = 1024;

  private FolderFile() {}

  static ByteBuffer tail(BlobInfo info) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeUTF(info.key().value());
    out.writeLong(info.size());
    out.writeUTF(info.etag().value());
    out.writeLong(info.lastModified().toEpochMilli());
    out.writeUTF(info.contentType());
    out.writeShort(info.metadata().size());
    for (Map.Entry<String, String> entry : info.metadata().entrySet()) {
      out.writeUTF(entry.getKey());
      out.writeUTF(entry.getValue());
    }
    byte[] description = bytes.toByteArray();
    out.writeInt(description.length);
    out.writeInt(checksum(description));
    out.writeLong(MAGIC);
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  /**
   * Reads the description.
   *
   * @throws BlobException.Rejected when the file is not a whole blob of this key
   */
  static BlobInfo read(FileChannel file, BlobKey key) throws IOException {
    long size = file.size();
    ByteBuffer tail = end(file, size, USUAL_TAIL);
    if (tail.remaining() < TRAILER || tail.getLong(tail.limit() - 8) != MAGIC) {
      throw damaged(key, "has no end mark");
    }
    int length = tail.getInt(tail.limit() - TRAILER);
    if (length < 0 || length > size - TRAILER) {
      throw damaged(key, "has a wrong end mark");
    }
    if (length > tail.limit() - TRAILER) {
      tail = end(file, size, length + TRAILER);
    }
    byte[] description = new byte[length];
    tail.get(tail.limit() - TRAILER - length, description);
    if (checksum(description) != tail.getInt(tail.limit() - 12)) {
      throw damaged(key, "has a description with a wrong checksum");
    }
    BlobInfo info = parse(description);
    if (!info.key().equals(key) || info.size() + length + TRAILER != size) {
      throw damaged(key, "describes another blob");
    }
    return info;
  }

  private static BlobInfo parse(byte[] description) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(description));
    BlobKey key = new BlobKey(in.readUTF());
    long size = in.readLong();
    ETag etag = new ETag(in.readUTF());
    Instant lastModified = Instant.ofEpochMilli(in.readLong());
    String contentType = in.readUTF();
    Map<String, String> metadata = new LinkedHashMap<>();
    for (int left = in.readUnsignedShort(); left > 0; left--) {
      metadata.put(in.readUTF(), in.readUTF());
    }
    return new BlobInfo(key, size, etag, lastModified, contentType, metadata);
  }

  private static ByteBuffer end(FileChannel file, long size, int wanted) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(size, wanted));
    long start = size - buffer.capacity();
    while (buffer.hasRemaining()) {
      if (file.read(buffer, start + buffer.position()) < 0) {
        throw new EOFException("a blob file became shorter while it was read");
      }
    }
    return buffer.flip();
  }

  private static int checksum(byte[] description) {
    CRC32C crc = new CRC32C();
    crc.update(description);
    return (int) crc.getValue();
  }

  private static BlobException.Rejected damaged(BlobKey key, String how) {
    return new BlobException.Rejected("the file of blob " + key + " is damaged: it " + how, null);
  }
}
