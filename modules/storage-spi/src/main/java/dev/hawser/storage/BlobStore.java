package dev.hawser.storage;

import java.util.Collection;
import java.util.Optional;

/**
 * A flat map from keys to immutable blobs. There are no directories, no rename and no tenancy; two
 * keys where one is the beginning of the other ({@code a} and {@code a/b}) live side by side.
 *
 * <p><b>Consistency.</b> Strong: what a call has completed, every later call of any client sees. A
 * blob becomes visible as a whole, with its metadata, or not at all: no reader ever sees a part of
 * a put, and a put that fails with anything but {@link BlobException.OutcomeUnknown} has changed
 * nothing. A put or delete that has returned survives the death of the process and of the machine
 * (except in {@link MemoryBlobStore}).
 *
 * <p><b>Concurrency.</b> All methods may be called from any number of threads, virtual ones too.
 * Calls block. An interrupt makes a call fail with {@link BlobException.Unavailable}, or has no
 * effect; the thread's interrupt flag stays set.
 *
 * <p><b>Memory.</b> A put holds at most three parts of {@link #PART_SIZE}, whatever the size of the
 * blob; a get holds a small buffer.
 *
 * <p><b>Errors.</b> {@link BlobException} as each method says; any method may throw {@link
 * BlobException.AccessDenied} and {@link BlobException.Unavailable}. After {@link #close()} every
 * method throws {@link IllegalStateException}. Stores retry what their service asks to be retried
 * and what a broken connection cut off, for a minute or two at most; callers retry only what is
 * {@linkplain BlobException#retryable() retryable}. A missing bucket is {@link
 * BlobException.Unavailable} in every method, and so are its reads: that a blob is not there is an
 * answer only a store that is there can give.
 *
 * <p>Keep this interface small: what one kind of store cannot do belongs in another interface, as
 * {@link BlobUrlSigner} is one. There are no default methods.
 */
public interface BlobStore extends AutoCloseable {
  /**
   * The part in which a store buffers a source that it cannot read twice: 8 MiB. At most two parts
   * are on their way at a time.
   */
  int PART_SIZE = 8 << 20;

  /**
   * Stores a blob. A blob that was there under the key is replaced, content type and metadata
   * included, unless the condition forbids it. With a condition, exactly one of several concurrent
   * puts wins.
   *
   * @param source read to its end before anything becomes visible; see {@link BlobSource} for who
   *     closes what
   * @return what is now stored; its date is only as exact as {@link BlobInfo} says
   * @throws BlobException.ConditionFailed when the condition did not hold; the store is unchanged
   * @throws BlobException.OutcomeUnknown when the blob may or may not have been stored, because the
   *     answer was lost and reading it back did not settle the question
   * @throws BlobException.Rejected when the source is not as long as it said, or the blob is larger
   *     than the store can hold
   * @throws java.io.UncheckedIOException when reading the source failed; the store is unchanged.
   *     Other exceptions of the source are passed on as they are, with the same effect.
   */
  BlobInfo put(BlobKey key, BlobSource source, PutOptions options);

  /**
   * Opens a blob for reading. The caller closes it. It delivers the bytes of the version that
   * {@link Blob#info()} describes, or fails with an {@link java.io.IOException}, also when the key
   * is replaced or deleted meanwhile; it never mixes versions.
   *
   * @param range a range that reaches behind the end is cut at the end
   * @throws BlobException.NotFound when there is no blob under the key
   * @throws BlobException.Rejected when the range starts at or behind the end, except that offset 0
   *     of an empty blob gives no bytes
   */
  Blob get(BlobKey key, ByteRange range);

  /** What is stored under the key; empty when nothing is. */
  Optional<BlobInfo> head(BlobKey key);

  /**
   * Lists blobs in the order of their keys. A page may hold fewer blobs than were asked for, even
   * none, and still have a successor: go on until {@link BlobPage#next()} is empty. Over all pages
   * a blob that exists from the first call to the last appears exactly once; one that comes or goes
   * meanwhile appears at most once.
   *
   * @throws BlobException.Rejected when the page token is not one that this store gave out for this
   *     prefix
   */
  BlobPage list(BlobPrefix prefix, PageRequest page);

  /** Deletes a blob. Nothing happens when there is none. */
  void delete(BlobKey key);

  /**
   * Deletes any number of blobs; keys without a blob count as deleted. The failure of one key does
   * not stop the others: failures are in the report and not thrown.
   */
  DeleteReport deleteAll(Collection<BlobKey> keys);

  /**
   * Gives back what the store holds (connections, locks). Closing again does nothing. Calls that
   * are still running may fail with {@link BlobException.Unavailable}; blobs that are open for
   * reading stay readable or fail with an {@link java.io.IOException}.
   */
  @Override
  void close();
}
