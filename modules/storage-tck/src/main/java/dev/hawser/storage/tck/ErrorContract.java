package dev.hawser.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobPrefix;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.ByteRange;
import dev.hawser.storage.PageRequest;
import dev.hawser.storage.PutOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;

abstract class ErrorContract extends ContractCase {
  private static final PutOptions ANY = PutOptions.DEFAULT;

  ErrorContract(BlobStoreContract contract) {
    super(contract);
  }

  @Test
  final void getting_a_missing_blob_is_not_found() {
    put(key("a/b"), "below");

    assertThatThrownBy(() -> store.get(key("a"), ByteRange.ALL).close())
        .isInstanceOfSatisfying(
            BlobException.NotFound.class, e -> assertThat(e.retryable()).isFalse())
        .hasMessageContaining(key("a").value());
  }

  @Test
  final void a_failing_source_fails_the_put_and_stores_nothing() {
    IOException failure = new IOException("the source broke");

    assertThatThrownBy(() -> store.put(key("a"), broken(10, failure), PutOptions.DEFAULT))
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCause(failure);

    assertThat(store.head(key("a"))).isEmpty();
    assertThat(names("", 10)).isEmpty();
  }

  @Test
  final void a_source_that_fails_after_some_parts_leaves_the_old_blob() {
    IOException failure = new IOException("the source broke");
    put(key("a"), "old");

    assertThatThrownBy(
            () ->
                store.put(
                    key("a"), broken(2 * traits().partSize() + 5, failure), PutOptions.DEFAULT))
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCause(failure);

    assertHolds(key("a"), "old");
  }

  @Test
  final void a_source_shorter_than_announced_is_rejected() {
    assertThatThrownBy(() -> store.put(key("a"), announced(10, 11), PutOptions.DEFAULT))
        .isInstanceOf(BlobException.Rejected.class);

    assertThat(store.head(key("a"))).isEmpty();
  }

  @Test
  final void a_source_longer_than_announced_is_rejected() {
    assertThatThrownBy(() -> store.put(key("a"), announced(11, 10), PutOptions.DEFAULT))
        .isInstanceOf(BlobException.Rejected.class);

    assertThat(store.head(key("a"))).isEmpty();
  }

  @Test
  final void a_large_source_shorter_than_announced_is_rejected() {
    put(key("a"), "old");

    assertThatThrownBy(() -> store.put(key("a"), announced(traits().partSize() + 9, 5L << 30), ANY))
        .isInstanceOf(BlobException.Rejected.class);

    assertHolds(key("a"), "old");
    assertThat(names("", 10)).containsExactly("a");
  }

  @Test
  final void a_large_source_longer_than_announced_is_rejected() {
    int size = 2 * traits().partSize();

    assertThatThrownBy(() -> store.put(key("a"), announced(size + 1, size), ANY))
        .isInstanceOf(BlobException.Rejected.class);

    assertThat(store.head(key("a"))).isEmpty();
    assertThat(names("", 10)).isEmpty();
  }

  @Test
  final void a_source_that_announced_five_gigabytes_and_fails_stores_nothing() {
    IOException failure = new IOException("the source broke");
    InputStream breaking = breaking(traits().partSize() + 9, failure);

    assertThatThrownBy(() -> store.put(key("a"), BlobSource.of(breaking, 5L << 30), ANY))
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCause(failure);

    assertThat(store.head(key("a"))).isEmpty();
    assertThat(names("", 10)).isEmpty();
  }

  @Test
  final void a_stream_cannot_be_put_twice() {
    BlobSource source = announced(10, 10);
    store.put(key("a"), source, PutOptions.DEFAULT);

    assertThatThrownBy(() -> store.put(key("b"), source, PutOptions.DEFAULT))
        .isInstanceOf(IllegalStateException.class);

    assertThat(store.head(key("b"))).isEmpty();
  }

  @Test
  final void a_closed_store_refuses_to_work() {
    BlobStore client = anotherClient();
    client.close();

    assertThatThrownBy(() -> client.put(key("a"), source("x"), PutOptions.DEFAULT))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> client.get(key("a"), ByteRange.ALL).close())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> client.head(key("a"))).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> client.list(BlobPrefix.ALL, PageRequest.first(1)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> client.delete(key("a"))).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> client.deleteAll(List.of(key("a"))))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  final void closing_twice_does_nothing_and_closing_one_client_leaves_the_others() {
    BlobStore client = anotherClient();

    client.close();
    client.close();

    put(key("a"), "still here");
    assertHolds(key("a"), "still here");
  }

  private static BlobSource announced(int size, long announced) {
    return BlobSource.of(new ByteArrayInputStream(bytes(size, 1)), announced);
  }

  private static BlobSource broken(int after, IOException failure) {
    return BlobSource.of(breaking(after, failure));
  }

  private static InputStream breaking(int after, IOException failure) {
    InputStream breaking =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw failure;
          }

          @Override
          public int read(byte[] buffer, int offset, int count) throws IOException {
            throw failure;
          }
        };
    return new SequenceInputStream(new ByteArrayInputStream(bytes(after, 1)), breaking);
  }
}
