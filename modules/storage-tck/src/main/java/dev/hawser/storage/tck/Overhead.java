package dev.hawser.storage.tck;

import dev.hawser.storage.Blob;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.ByteRange;
import dev.hawser.storage.PutOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * What an adapter adds to its bare client, one caller, against the same service. Both take turns in
 * short rounds, so that a machine that is slower for a while is slower for both; compared are the
 * medians of the rounds.
 */
public final class Overhead {
  private static final int[] SIZES = {4 << 10, 256 << 10};
  private static final int CALLS = 20;
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final int ROUNDS = 41;

  /** The client's own calls, with as little around them as it allows. */
  public interface Bare {
    void put(String key, byte[] bytes) throws IOException;

    /** Reads all of it; gives how much there was. */
    long get(String key) throws IOException;
  }

  @FunctionalInterface
  private interface Call {
    void run() throws IOException;
  }

  private final String name;
  private final PrintStream out;

  private Overhead(String name, PrintStream out) {
    this.name = name;
    this.out = out;
  }

  /** Measures and prints a line for each call and size. */
  public static void report(String name, BlobStore store, Bare bare, PrintStream out)
      throws IOException {
    Overhead overhead = new Overhead(name, out);
    for (int size : SIZES) {
      byte[] bytes = new byte[size];
      new Random(size).nextBytes(bytes);
      String text = "overhead/" + size;
      BlobKey key = new BlobKey(text);
      overhead.compare(
          "put " + (size >> 10) + " KiB",
          () -> store.put(key, BlobSource.of(bytes), PutOptions.DEFAULT),
          () -> bare.put(text, bytes));
      store.put(key, BlobSource.of(bytes), PutOptions.DEFAULT); // what it gets is what it has put
      overhead.compare(
          "get " + (size >> 10) + " KiB",
          () -> require(size, get(store, key)),
          () -> require(size, bare.get(text)));
    }
  }

  private static long get(BlobStore store, BlobKey key) throws IOException {
    try (Blob blob = store.get(key, ByteRange.ALL)) {
      return blob.stream().transferTo(OutputStream.nullOutputStream());
    }
  }

  private static void require(long expected, long actual) {
    if (expected != actual) {
      throw new IllegalStateException("%d bytes instead of %d".formatted(actual, expected));
    }
  }

  private void compare(String what, Call adapter, Call bare) throws IOException {
    double[] adapters = new double[ROUNDS];
    double[] bares = new double[ROUNDS];
    long warm = System.nanoTime() + WARM_UP.toNanos();
    while (System.nanoTime() < warm) {
      var _ = micros(adapter);
      var _ = micros(bare);
    }
    for (int round = 0; round < ROUNDS; round++) {
      boolean adapterFirst = (round & 1) == 0;
      double first = micros(adapterFirst ? adapter : bare);
      double second = micros(adapterFirst ? bare : adapter);
      adapters[round] = adapterFirst ? first : second;
      bares[round] = adapterFirst ? second : first;
    }
    double ours = median(adapters);
    double theirs = median(bares);
    out.println(
        String.format(
            Locale.ROOT,
            "%-6s %-12s adapter %8.0f us, bare client %8.0f us, ratio %.2f",
            name,
            what,
            ours,
            theirs,
            ours / theirs));
  }

  private static double micros(Call call) throws IOException {
    long start = System.nanoTime();
    for (int i = 0; i < CALLS; i++) {
      call.run();
    }
    return (System.nanoTime() - start) / 1e3 / CALLS;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
