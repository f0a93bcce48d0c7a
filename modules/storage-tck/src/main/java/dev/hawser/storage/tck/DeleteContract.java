package dev.hawser.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.storage.BlobKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

abstract class DeleteContract extends ContractCase {
  DeleteContract(BlobStoreContract contract) {
    super(contract);
  }

  @Test
  final void a_deleted_blob_is_gone() {
    put(key("a"), "hello");

    store.delete(key("a"));

    assertThat(store.head(key("a"))).isEmpty();
    assertThat(names("", 10)).isEmpty();
  }

  @Test
  final void deleting_nothing_is_no_failure() {
    store.delete(key("never/there"));
    put(key("a"), "hello");
    store.delete(key("a"));
    store.delete(key("a"));

    assertThat(store.head(key("a"))).isEmpty();
  }

  @Test
  final void deleting_a_blob_leaves_those_below_and_beside_it() {
    List.of("a", "a/b", "ab", "a/c/d").forEach(name -> put(key(name), name));

    store.delete(key("a"));
    store.delete(key("a/c/d"));

    assertThat(names("", 10)).containsExactly("a/b", "ab");
  }

  @Test
  final void a_deleted_blob_can_be_put_again() {
    put(key("deep/er/a"), "first");
    store.delete(key("deep/er/a"));

    put(key("deep/er/a"), "second");

    assertHolds(key("deep/er/a"), "second");
  }

  @Test
  final void many_are_deleted_in_one_call_whether_they_exist_or_not() {
    put(key("stays"), "here");
    List<BlobKey> keys = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      keys.add(key("present/" + i));
      put(key("present/" + i), "x");
      keys.add(key("absent/" + i));
    }

    assertThat(store.deleteAll(keys).isComplete()).isTrue();

    assertThat(names("", 100)).containsExactly("stays");
  }

  @Test
  final void none_are_deleted_in_one_call() {
    assertThat(store.deleteAll(List.of()).isComplete()).isTrue();
  }

  @Test
  final void one_call_deletes_more_than_a_batch() throws Exception {
    List<BlobKey> keys = new ArrayList<>();
    for (int i = 0; i <= traits().deleteBatch(); i++) {
      keys.add(key("n" + i));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      await(keys.stream().<Future<?>>map(key -> threads.submit(() -> put(key, "x"))).toList());
    }

    assertThat(store.deleteAll(keys).isComplete()).isTrue();

    assertThat(names("", 1_000)).isEmpty();
  }

  private static void await(List<Future<?>> futures)
      throws ExecutionException, InterruptedException {
    for (Future<?> future : futures) {
      future.get();
    }
  }
}
