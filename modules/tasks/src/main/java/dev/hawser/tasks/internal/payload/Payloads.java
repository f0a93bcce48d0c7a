package dev.hawser.tasks.internal.payload;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.id.Uuid7;
import dev.hawser.core.json.Json;
import dev.hawser.storage.Blob;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobPrefix;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.ByteRange;
import dev.hawser.storage.PutCondition;
import dev.hawser.storage.PutOptions;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.internal.payload.PayloadLostException.Reason;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Large JSON values of executions in the blob store, each a blob under {@code payloads/<day of the
 * execution>/<execution>/<SHA-256 of the JSON>}.
 *
 * <p>A name belongs to its bytes. Whoever stores something again, a repetition after a crash or a
 * former owner that does not know yet that it is one, stores the same bytes or uses another name:
 * what a committed row refers to never changes. A blob is stored before the row that refers to it
 * is committed, so an execution that is open may have blobs that nothing refers to yet; once it has
 * ended, what its rows do not name is garbage.
 *
 * <p>All methods block and may be called from any thread. Trouble of the store is {@link
 * HawserException.Unavailable}, whatever its kind: an operator may be able to end it, and the
 * caller can wait.
 */
@Singleton
public final class Payloads {
  private static final ErrorCode UNAVAILABLE = new ErrorCode("tasks.payloads-unavailable");
  private static final String ENCODING = "encoding";
  private static final String GZIP = "gzip";
  private static final PutOptions PLAIN =
      new PutOptions("application/json", Map.of(), PutCondition.ALWAYS);
  private static final PutOptions GZIPPED = PLAIN.withMetadata(Map.of(ENCODING, GZIP));

  private final BlobStore store;

  public Payloads(BlobStore store) {
    this.store = store;
  }

  /** Everything of one execution, for whoever deletes it. */
  public static BlobPrefix prefix(ExecutionId execution) {
    return new BlobPrefix(folder(execution));
  }

  /**
   * Stores a value. When this returns, it survives the death of the process and can be referred to.
   *
   * @param json not empty; not changed until this returns
   * @throws HawserException.Unavailable when it may not be stored
   */
  public PayloadRef put(ExecutionId execution, byte[] json) {
    PayloadRef ref = new PayloadRef(HexFormat.of().formatHex(sha256().digest(json)), json.length);
    byte[] bytes = Compression.gzip(json);
    boolean compressed = bytes.length < json.length;
    try {
      store.put(key(execution, ref), BlobSource.of(bytes), compressed ? GZIPPED : PLAIN);
      return ref;
    } catch (BlobException e) {
      throw unavailable("A large value cannot be stored at the moment", e);
    }
  }

  /** Stores values side by side; all are stored when this returns. Throws like {@link #put}. */
  public List<PayloadRef> putAll(ExecutionId execution, List<byte[]> values) {
    return together(
        values.stream().<Callable<PayloadRef>>map(json -> () -> put(execution, json)).toList());
  }

  /**
   * Opens a value for reading; the caller closes the stream. It delivers exactly the JSON that was
   * stored, {@link PayloadRef#size()} bytes, or fails with an {@link IOException} before the last
   * of them.
   *
   * @throws PayloadLostException when it is not there, or is seen at once to be damaged
   * @throws HawserException.Unavailable when the store does not answer
   */
  public InputStream open(ExecutionId execution, PayloadRef ref) throws PayloadLostException {
    try {
      return decoded(store.get(key(execution, ref), ByteRange.ALL), ref);
    } catch (BlobException.NotFound e) {
      throw new PayloadLostException(Reason.MISSING, "A stored value is gone", e);
    } catch (BlobException.Rejected e) {
      throw damaged(e);
    } catch (BlobException e) {
      throw unavailable("A stored value cannot be read at the moment", e);
    }
  }

  private static InputStream decoded(Blob blob, PayloadRef ref) throws PayloadLostException {
    InputStream bytes = new StoreStream(blob.stream());
    try {
      boolean compressed = GZIP.equals(blob.info().metadata().get(ENCODING));
      return new VerifiedStream(compressed ? new GZIPInputStream(bytes, 8_192) : bytes, ref);
    } catch (IOException e) {
      try {
        blob.close();
      } catch (UncheckedIOException closing) {
        e.addSuppressed(closing);
      }
      throw failed(e);
    }
  }

  /**
   * The JSON of a value, as a whole. For values of a size that the caller has looked at.
   *
   * @throws PayloadLostException when it is not there, or damaged
   * @throws HawserException.Unavailable when the store does not answer
   */
  public byte[] bytes(ExecutionId execution, PayloadRef ref) throws PayloadLostException {
    try (InputStream in = open(execution, ref)) {
      return in.readNBytes(Math.toIntExact(ref.size()));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** The value itself. Throws like {@link #bytes}. */
  public @Nullable Object read(ExecutionId execution, PayloadRef ref) throws PayloadLostException {
    try {
      return Json.read(bytes(execution, ref));
    } catch (Json.MalformedException e) {
      throw damaged(e);
    }
  }

  /** At most so many bytes from the start of a value, unchecked. Throws like {@link #bytes}. */
  public byte[] beginning(ExecutionId execution, PayloadRef ref, int most)
      throws PayloadLostException {
    try (InputStream in = open(execution, ref)) {
      return in.readNBytes(most);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Does several readings side by side, a few at a time; gives their results in order. */
  public <T> List<T> together(List<? extends Callable<T>> calls) {
    try {
      return Together.all(calls);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("Interrupted while large values were stored or read", e);
    }
  }

  private static BlobKey key(ExecutionId execution, PayloadRef ref) {
    return new BlobKey(folder(execution) + ref.name());
  }

  private static String folder(ExecutionId execution) {
    var day = Uuid7.instantOf(execution.value()).atOffset(ZoneOffset.UTC).toLocalDate();
    return "payloads/" + day + "/" + execution.value() + "/";
  }

  private static PayloadLostException failed(IOException e) {
    if (e instanceof StoreStream.FailedException) {
      throw unavailable("A stored value cannot be read at the moment", e);
    }
    return damaged(e);
  }

  private static PayloadLostException damaged(Exception e) {
    return new PayloadLostException(Reason.DAMAGED, "A stored value is damaged", e);
  }

  private static HawserException.Unavailable unavailable(String message, Exception e) {
    return new HawserException.Unavailable(UNAVAILABLE, message, e);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
