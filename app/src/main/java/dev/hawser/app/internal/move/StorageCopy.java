package dev.hawser.app.internal.move;

import dev.hawser.core.time.StopSignal;
import dev.hawser.storage.Blob;
import dev.hawser.storage.BlobEntry;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.ByteRange;
import dev.hawser.storage.PutCondition;
import dev.hawser.storage.PutOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Copies what another store does not have yet. It may run while both stores are in use, be killed
 * at any moment and be run again: what there is in the target is its only state. A blob of the
 * target is replaced only when the source's is newer, and never one that somebody else wrote
 * meanwhile.
 */
final class StorageCopy {
  private static final int ATTEMPTS = 5;
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final BlobStore from;
  private final BlobStore to;
  private final boolean verify;
  private final StopSignal never = new StopSignal();

  final LongAdder seen = new LongAdder();
  final LongAdder copied = new LongAdder();
  final LongAdder copiedBytes = new LongAdder();
  final LongAdder skipped = new LongAdder();
  final Map<BlobKey, String> failures = new ConcurrentSkipListMap<>();

  /**
   * @param verify whether each copy is read back and compared
   */
  StorageCopy(BlobStore from, BlobStore to, boolean verify) {
    this.from = from;
    this.to = to;
    this.verify = verify;
  }

  /** Copies; how it ended is in the counters. */
  void run(int parallel) {
    Semaphore room = new Semaphore(parallel);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Iterator<Pairing> pairs = new Pairings(from, to);
      while (pairs.hasNext()) {
        Pairing pair = pairs.next();
        BlobEntry source = pair.source();
        if (source == null) {
          continue;
        }
        seen.increment();
        if (pair.isCurrent()) {
          skipped.increment();
          continue;
        }
        room.acquireUninterruptibly();
        var _ =
            threads.submit(
                () -> {
                  try {
                    copy(source.key(), pair.target());
                  } finally {
                    room.release();
                  }
                });
      }
    }
  }

  private void copy(BlobKey key, @Nullable BlobEntry target) {
    for (int attempt = 1; ; attempt++) {
      try {
        copyOnce(key, target);
        return;
      } catch (BlobException.NotFound e) {
        skipped.increment(); // deleted meanwhile
        return;
      } catch (BlobException.ConditionFailed e) {
        skipped.increment(); // somebody wrote it meanwhile, who knows better
        return;
      } catch (BlobException | UncheckedIOException e) {
        boolean again = !(e instanceof BlobException b) || b.retryable();
        if (!again || attempt == ATTEMPTS || never.comesWithin(PAUSE.multipliedBy(attempt))) {
          failures.put(key, String.valueOf(e.getMessage()));
          return;
        }
      }
    }
  }

  private void copyOnce(BlobKey key, @Nullable BlobEntry target) {
    PutCondition condition =
        target == null ? PutCondition.IF_ABSENT : PutCondition.ifMatch(target.etag());
    MessageDigest read = sha256();
    try (Blob blob = from.get(key, ByteRange.ALL)) {
      BlobInfo info = blob.info();
      BlobSource bytes = BlobSource.of(new DigestInputStream(blob.stream(), read), blob.length());
      BlobInfo put =
          to.put(key, bytes, new PutOptions(info.contentType(), info.metadata(), condition));
      if (verify) {
        verify(put, read.digest());
      }
      copied.increment();
      copiedBytes.add(put.size());
    }
  }

  private void verify(BlobInfo put, byte[] expected) {
    MessageDigest found = sha256();
    try (Blob copy = to.get(put.key(), ByteRange.ALL);
        InputStream bytes = new DigestInputStream(copy.stream(), found)) {
      bytes.transferTo(OutputStream.nullOutputStream());
      if (!copy.info().etag().equals(put.etag())) {
        return; // replaced by somebody already
      }
    } catch (BlobException.NotFound e) {
      return; // deleted by somebody already
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!MessageDigest.isEqual(expected, found.digest())) {
      to.delete(put.key());
      throw new BlobException.Unavailable(
          "the copy of " + put.key() + " has other bytes than the original", null);
    }
  }

  /** Compares the two stores by their listings. */
  Comparison compare() {
    Comparison result = new Comparison();
    Iterator<Pairing> pairs = new Pairings(from, to);
    while (pairs.hasNext()) {
      result.add(pairs.next());
    }
    return result;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** What a comparison found. */
  static final class Comparison {
    long same;
    long sameBytes;
    long onlyInTarget;
    final Map<BlobKey, String> missing = new ConcurrentSkipListMap<>();

    private void add(Pairing pair) {
      BlobEntry source = pair.source();
      BlobEntry target = pair.target();
      if (source == null) {
        onlyInTarget++;
      } else if (target == null) {
        missing.put(source.key(), "is not there");
      } else if (source.size() != target.size() && !pair.isCurrent()) {
        missing.put(source.key(), "has " + target.size() + " bytes instead of " + source.size());
      } else {
        same++;
        sameBytes += target.size();
      }
    }
  }
}
