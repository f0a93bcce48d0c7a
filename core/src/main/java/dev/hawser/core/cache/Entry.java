package dev.hawser.core.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.hawser.storage.BlobKey;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What Redis holds under a key: one byte that says what it is, the moment of expiry in
 * milliseconds, and the rest. Redis drops entries by its own clock; the moment is there so that the
 * blob of an entry can never outlive it.
 */
sealed interface Entry {
  byte VALUE = 1;
  byte OVERFLOW = 2;
  byte TOMBSTONE = 3;
  int HEAD = 1 + Long.BYTES;

  Instant expiresAt();

  byte[] bytes();

  /** The value itself. */
  record Value(Instant expiresAt, byte[] value) implements Entry {
    @Override
    public byte[] bytes() {
      return head(VALUE, expiresAt, value.length).put(value).array();
    }
  }

  /**
   * The value is in the blob store.
   *
   * @param size of the blob in bytes
   */
  record Overflow(Instant expiresAt, BlobKey blob, int size) implements Entry {
    @Override
    public byte[] bytes() {
      byte[] name = blob.value().getBytes(US_ASCII);
      return head(OVERFLOW, expiresAt, Integer.BYTES + name.length).putInt(size).put(name).array();
    }
  }

  /**
   * There was an entry, and it was made invalid: what was loaded before that must not come back.
   */
  record Tombstone(Instant expiresAt, UUID mark) implements Entry {
    @Override
    public byte[] bytes() {
      return head(TOMBSTONE, expiresAt, 2 * Long.BYTES)
          .putLong(mark.getMostSignificantBits())
          .putLong(mark.getLeastSignificantBits())
          .array();
    }
  }

  /** Reads the bytes; empty when somebody else wrote them. */
  static Optional<Entry> read(byte[] bytes) {
    if (bytes.length < HEAD) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte kind = in.get();
    Instant expiresAt = Instant.ofEpochMilli(in.getLong());
    return switch (kind) {
      case VALUE -> {
        byte[] value = new byte[in.remaining()];
        in.get(value);
        yield Optional.of(new Value(expiresAt, value));
      }
      case OVERFLOW -> readOverflow(expiresAt, in);
      case TOMBSTONE ->
          in.remaining() == 2 * Long.BYTES
              ? Optional.of(new Tombstone(expiresAt, new UUID(in.getLong(), in.getLong())))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<Entry> readOverflow(Instant expiresAt, ByteBuffer in) {
    if (in.remaining() <= Integer.BYTES) {
      return Optional.empty();
    }
    int size = in.getInt();
    byte[] name = new byte[in.remaining()];
    in.get(name);
    String key = new String(name, US_ASCII);
    return size >= 0 && size <= SharedCache.MAX_VALUE && BlobKey.problem(key).isEmpty()
        ? Optional.of(new Overflow(expiresAt, new BlobKey(key), size))
        : Optional.empty();
  }

  private static ByteBuffer head(byte kind, Instant expiresAt, int rest) {
    return ByteBuffer.allocate(HEAD + rest).put(kind).putLong(expiresAt.toEpochMilli());
  }
}
