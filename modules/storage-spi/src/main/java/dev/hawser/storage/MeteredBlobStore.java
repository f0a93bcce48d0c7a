package dev.hawser.storage;

import dev.hawser.storage.BlobMetrics.Operation;
import dev.hawser.storage.BlobMetrics.Outcome;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** Tells {@link BlobMetrics} about the calls of the store below, and closes it. */
public final class MeteredBlobStore implements BlobStore {
  private final BlobStore store;
  private final BlobMetrics metrics;

  public MeteredBlobStore(BlobStore store, BlobMetrics metrics) {
    this.store = store;
    this.metrics = metrics;
  }

  @Override
  public BlobInfo put(BlobKey key, BlobSource source, PutOptions options) {
    return metered(
        Operation.PUT, () -> store.put(key, source, options), BlobInfo::size, done -> Outcome.DONE);
  }

  @Override
  public Blob get(BlobKey key, ByteRange range) {
    long start = System.nanoTime();
    try {
      Blob blob = store.get(key, range);
      InputStream stream = new MeteredStream(blob.stream(), since(start));
      return new Blob(blob.info(), blob.length(), stream);
    } catch (RuntimeException e) {
      metrics.record(Operation.GET, outcome(e), 0, since(start));
      throw e;
    }
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) {
    return metered(Operation.HEAD, () -> store.head(key), found -> 0, found -> Outcome.DONE);
  }

  @Override
  public BlobPage list(BlobPrefix prefix, PageRequest page) {
    return metered(
        Operation.LIST, () -> store.list(prefix, page), found -> 0, found -> Outcome.DONE);
  }

  @Override
  public void delete(BlobKey key) {
    metered(
        Operation.DELETE,
        () -> {
          store.delete(key);
          return key;
        },
        done -> 0,
        done -> Outcome.DONE);
  }

  @Override
  public DeleteReport deleteAll(Collection<BlobKey> keys) {
    return metered(
        Operation.DELETE_ALL,
        () -> store.deleteAll(keys),
        report -> 0,
        report ->
            report.failures().values().stream()
                .findFirst()
                .map(MeteredBlobStore::outcome)
                .orElse(Outcome.DONE));
  }

  @Override
  public void close() {
    store.close();
  }

  private <T> T metered(
      Operation operation,
      Supplier<T> call,
      ToLongFunction<T> bytes,
      Function<T, Outcome> outcome) {
    long start = System.nanoTime();
    T result;
    try {
      result = call.get();
    } catch (RuntimeException e) {
      metrics.record(operation, outcome(e), 0, since(start));
      throw e;
    }
    metrics.record(operation, outcome.apply(result), bytes.applyAsLong(result), since(start));
    return result;
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static Outcome outcome(RuntimeException failure) {
    if (!(failure instanceof BlobException known)) {
      return Outcome.FAILED;
    }
    return switch (known) {
      case BlobException.NotFound e -> Outcome.NOT_FOUND;
      case BlobException.ConditionFailed e -> Outcome.CONDITION_FAILED;
      case BlobException.OutcomeUnknown e -> Outcome.OUTCOME_UNKNOWN;
      case BlobException.AccessDenied e -> Outcome.ACCESS_DENIED;
      case BlobException.Unavailable e -> Outcome.UNAVAILABLE;
      case BlobException.Rejected e -> Outcome.REJECTED;
    };
  }

  /** Counts what is read, and tells it once, when it is closed. */
  private final class MeteredStream extends FilterInputStream {
    private final Duration opening;
    private long count;
    private boolean broken;
    private boolean told;

    MeteredStream(InputStream in, Duration opening) {
      super(in);
      this.opening = opening;
    }

    @Override
    public int read() throws IOException {
      int one = (int) read(in::read);
      count += one < 0 ? 0 : 1;
      return one;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int got = (int) read(() -> in.read(buffer, offset, length));
      count += Math.max(0, got);
      return got;
    }

    @Override
    public long skip(long wanted) throws IOException {
      return read(() -> in.skip(wanted));
    }

    private long read(Reading reading) throws IOException {
      try {
        return reading.run();
      } catch (IOException e) {
        broken = true;
        throw e;
      }
    }

    @Override
    public boolean markSupported() {
      return false; // what is read twice would count twice
    }

    @Override
    public void close() throws IOException {
      try {
        super.close();
      } finally {
        if (!told) {
          told = true;
          metrics.record(Operation.GET, broken ? Outcome.FAILED : Outcome.DONE, count, opening);
        }
      }
    }
  }

  private interface Reading {
    long run() throws IOException;
  }
}
