package dev.hawser.benchmarks;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * The folder store against bare loops on the same disk: blobs of 64 KiB, put and got by 1 and by 8
 * threads. The contestants take turns in short rounds, so that what else happens on the machine
 * meets all of them; a ratio is the median over the rounds.
 */
public final class Blobs {
  private static final int SIZE = 64 << 10;
  private static final String BARE = "bare";
  private static final String BARE_SYNCED = "bare with directory sync";
  private static final String STORE = "store";

  private final PrintStream out =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
  private final Map<String, Contestant> contestants = new LinkedHashMap<>();
  private final byte[] bytes = new byte[SIZE];
  private final double seconds;
  private final int rounds;

  private Blobs(Path folder, double seconds, int rounds) throws IOException {
    this.seconds = seconds;
    this.rounds = rounds;
    new Random(1).nextBytes(bytes);
    contestants.put(BARE, new BareFiles(folder.resolve("bare"), false));
    contestants.put(BARE_SYNCED, new BareFiles(folder.resolve("bare-synced"), true));
    contestants.put(STORE, new StoredFiles(folder.resolve("store")));
  }

  /** Somebody who keeps blobs in a folder. */
  interface Contestant extends AutoCloseable {
    void put(String name, byte[] bytes) throws IOException;

    /** Reads as many bytes as there is room for. */
    void get(String name, byte[] into) throws IOException;

    void delete(List<String> names) throws IOException;

    @Override
    void close();
  }

  /**
   * @param args an empty folder on the disk in question, seconds of a round, rounds
   */
  public static void main(String[] args) throws Exception {
    Blobs blobs =
        new Blobs(Path.of(args[0]), Double.parseDouble(args[1]), Integer.parseInt(args[2]));
    blobs.out.printf(
        Locale.ROOT,
        "%-4s %7s %10s %14s %11s %10s %14s%n",
        "",
        "threads",
        "bare /s",
        "bare+dir /s",
        "store /s",
        "of bare",
        "of bare+dir");
    for (int threads : new int[] {1, 8}) {
      blobs.compare("put", threads);
      blobs.compare("get", threads);
    }
    blobs.contestants.values().forEach(Contestant::close);
  }

  private void compare(String operation, int threads) throws Exception {
    Map<String, List<Double>> rates = new LinkedHashMap<>();
    for (int round = -1; round < rounds; round++) { // the first one warms up
      for (Map.Entry<String, Contestant> entry : contestants.entrySet()) {
        double rate =
            operation.equals("put")
                ? putRound(entry.getValue(), threads)
                : getRound(entry.getValue(), threads);
        if (round >= 0) {
          rates.computeIfAbsent(entry.getKey(), name -> new ArrayList<>()).add(rate);
        }
      }
    }
    List<Double> store = rates.getOrDefault(STORE, List.of());
    out.printf(
        Locale.ROOT,
        "%-4s %7d %10.0f %14.0f %11.0f %9.0f%% %13.0f%%%n",
        operation,
        threads,
        median(rates.getOrDefault(BARE, List.of())),
        median(rates.getOrDefault(BARE_SYNCED, List.of())),
        median(store),
        100 * median(ratios(store, rates.getOrDefault(BARE, List.of()))),
        100 * median(ratios(store, rates.getOrDefault(BARE_SYNCED, List.of()))));
  }

  private double putRound(Contestant contestant, int threads) throws Exception {
    List<List<String>> names = new ArrayList<>();
    double rate =
        timed(
            threads,
            (thread, until) -> {
              List<String> mine = new ArrayList<>();
              while (System.nanoTime() < until) {
                String name = "t" + thread + "-" + mine.size();
                contestant.put(name, bytes);
                mine.add(name);
              }
              synchronized (names) {
                names.add(mine);
              }
              return mine.size();
            });
    contestant.delete(names.stream().flatMap(List::stream).toList());
    return rate;
  }

  private double getRound(Contestant contestant, int threads) throws Exception {
    List<String> names = IntStream.range(0, 200).mapToObj(i -> "get-" + i).toList();
    for (String name : names) {
      contestant.put(name, bytes);
    }
    double rate =
        timed(
            threads,
            (thread, until) -> {
              byte[] into = new byte[SIZE];
              int done = 0;
              while (System.nanoTime() < until) {
                contestant.get(names.get((done * 7 + thread) % names.size()), into);
                done++;
              }
              return done;
            });
    contestant.delete(names);
    return rate;
  }

  private interface Work {
    int run(int thread, long until) throws IOException;
  }

  /** How often per second all threads together have done it. */
  private double timed(int threads, Work work) throws InterruptedException, ExecutionException {
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      long start = System.nanoTime();
      long until = start + (long) (seconds * 1e9);
      List<Future<Integer>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        running.add(executor.submit(() -> work.run(thread, until)));
      }
      int done = 0;
      for (Future<Integer> future : running) {
        done += future.get();
      }
      return done / ((System.nanoTime() - start) / 1e9);
    }
  }

  private static List<Double> ratios(List<Double> these, List<Double> those) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < these.size(); i++) {
      ratios.add(these.get(i) / those.get(i));
    }
    return ratios;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
