package dev.hawser.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.storage.Blob;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.ByteRange;
import dev.hawser.storage.PutCondition;
import dev.hawser.storage.PutOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

abstract class ConcurrencyContract extends ContractCase {
  private static final int WRITERS = 16;

  ConcurrencyContract(BlobStoreContract contract) {
    super(contract);
  }

  @Test
  final void exactly_one_of_many_creators_wins() throws Exception {
    List<BlobStore> clients = List.of(store, anotherClient(), anotherClient());

    List<Boolean> won =
        race(i -> () -> create(clients.get(i % clients.size()), key("a"), "writer " + i));

    assertThat(won).containsOnlyOnce(true);
    assertHolds(key("a"), "writer " + won.indexOf(true));
  }

  @Test
  final void exactly_one_of_many_replacements_of_a_version_wins() throws Exception {
    PutOptions replace = when(PutCondition.ifMatch(put(key("a"), "first").etag()));
    List<BlobStore> clients = List.of(store, anotherClient(), anotherClient());

    List<Boolean> won =
        race(
            i ->
                () -> {
                  BlobStore client = clients.get(i % clients.size());
                  return succeeds(() -> client.put(key("a"), source("writer " + i), replace));
                });

    assertThat(won).containsOnlyOnce(true);
    assertHolds(key("a"), "writer " + won.indexOf(true));
  }

  @Test
  final void no_increment_is_lost() throws Exception {
    put(key("counter"), "0");

    race(
        i ->
            () -> {
              for (int done = 0; done < 3; ) {
                done += increment(key("counter")) ? 1 : 0;
              }
              return true;
            });

    assertHolds(key("counter"), Integer.toString(WRITERS * 3));
  }

  @Test
  final void nobody_sees_a_new_blob_before_it_is_whole() throws Exception {
    CountDownLatch half = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    byte[] bytes = bytes(2 * traits().partSize() + 10, 1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<BlobInfo> writer =
          threads.submit(() -> store.put(key("a"), pausing(bytes, half, goOn), PutOptions.DEFAULT));
      half.await();

      assertThat(anotherClient().head(key("a"))).isEmpty();
      assertThat(names("", 10)).isEmpty();
      goOn.countDown();
      writer.get();
    }
    assertHolds(key("a"), bytes);
  }

  @Test
  final void everybody_sees_the_old_blob_until_the_new_one_is_whole() throws Exception {
    CountDownLatch half = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    BlobInfo old = put(key("a"), "old");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<BlobInfo> writer =
          threads.submit(
              () -> store.put(key("a"), pausing(bytes(9, 1), half, goOn), PutOptions.DEFAULT));
      half.await();

      assertStored(anotherClient(), old);
      assertHolds(key("a"), "old");
      goOn.countDown();
      writer.get();
    }
    assertHolds(key("a"), bytes(9, 1));
  }

  @Test
  final void an_open_blob_never_mixes_versions() throws Exception {
    byte[] old = bytes(300_000, 1);
    store.put(key("a"), BlobSource.of(old), PutOptions.DEFAULT);
    try (Blob blob = store.get(key("a"), ByteRange.ALL)) {
      byte[] first = blob.stream().readNBytes(10);
      store.put(key("a"), BlobSource.of(bytes(300_000, 2)), PutOptions.DEFAULT);

      assertThat(first).isEqualTo(Arrays.copyOf(old, 10));
      assertThat(restOrFailure(blob, old.length))
          .isIn(List.of(), List.of(Arrays.hashCode(Arrays.copyOfRange(old, 10, old.length))));
    }
  }

  @Test
  final void readers_see_whole_versions_while_writers_overwrite() throws Exception {
    store.put(key("a"), version(0), PutOptions.DEFAULT);

    List<Boolean> whole =
        race(
            i ->
                () -> {
                  boolean good = true;
                  for (int n = 0; n < 10; n++) {
                    if (i % 2 == 0) {
                      store.put(key("a"), version(i * 100 + n), PutOptions.DEFAULT);
                    } else {
                      good &= isOneVersion(key("a"));
                    }
                  }
                  return good;
                });

    assertThat(whole).containsOnly(true);
  }

  @Test
  final void puts_and_deletes_of_neighbours_do_not_disturb_each_other() throws Exception {
    race(
        i ->
            () -> {
              BlobKey mine = key("shared/dir/" + i);
              for (int n = 0; n < 5; n++) {
                put(mine, "round " + n);
                assertHolds(mine, "round " + n);
                store.delete(mine);
              }
              put(mine, "last");
              return true;
            });

    assertThat(names("shared/dir/", 100)).hasSize(WRITERS);
  }

  private boolean create(BlobStore client, BlobKey key, String text) {
    return succeeds(() -> client.put(key, source(text), when(PutCondition.IF_ABSENT)));
  }

  private static boolean succeeds(Callable<BlobInfo> put) throws IllegalStateException {
    try {
      put.call();
      return true;
    } catch (BlobException.ConditionFailed e) {
      return false;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean increment(BlobKey key) throws IOException {
    try (Blob blob = store.get(key, ByteRange.ALL)) {
      String text = new String(blob.stream().readNBytes(20), StandardCharsets.UTF_8);
      String next = Integer.toString(Integer.parseInt(text) + 1);
      PutOptions options = when(PutCondition.ifMatch(blob.info().etag()));
      return succeeds(() -> store.put(key, source(next), options));
    }
  }

  /** A version is one byte, 100,000 times. */
  private static BlobSource version(int number) {
    byte[] bytes = new byte[100_000];
    Arrays.fill(bytes, (byte) number);
    return BlobSource.of(bytes);
  }

  private boolean isOneVersion(BlobKey key) throws IOException {
    try (Blob blob = store.get(key, ByteRange.ALL)) {
      byte[] bytes = blob.stream().readNBytes(100_001);
      byte[] expected = new byte[100_000];
      Arrays.fill(expected, bytes[0]);
      return Arrays.equals(bytes, expected);
    }
  }

  private static List<Integer> restOrFailure(Blob blob, int limit) {
    try {
      return List.of(Arrays.hashCode(blob.stream().readNBytes(limit)));
    } catch (IOException e) {
      return List.of(); // the contract allows it
    }
  }

  /** Gives all bytes but the last, says so, and waits before it gives that one. */
  private static BlobSource pausing(byte[] bytes, CountDownLatch half, CountDownLatch goOn) {
    InputStream last =
        new ByteArrayInputStream(bytes, bytes.length - 1, 1) {
          @Override
          public synchronized int read(byte[] buffer, int offset, int count) {
            half.countDown();
            try {
              goOn.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            return super.read(buffer, offset, count);
          }
        };
    return BlobSource.of(
        new SequenceInputStream(new ByteArrayInputStream(bytes, 0, bytes.length - 1), last));
  }

  /** Runs the contestants at once; what each returned, by number. */
  private static <T> List<T> race(Contestants<T> contestants) throws Exception {
    CyclicBarrier start = new CyclicBarrier(WRITERS);
    List<T> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        Callable<T> contestant = contestants.number(i);
        futures.add(
            threads.submit(
                () -> {
                  start.await();
                  return contestant.call();
                }));
      }
      for (Future<T> future : futures) {
        results.add(future.get());
      }
    }
    return results;
  }

  private interface Contestants<T> {
    Callable<T> number(int i);
  }
}
