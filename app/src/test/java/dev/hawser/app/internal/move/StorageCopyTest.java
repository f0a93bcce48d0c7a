package dev.hawser.app.internal.move;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.storage.Blob;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.ByteRange;
import dev.hawser.storage.MemoryBlobStore;
import dev.hawser.storage.PutOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class StorageCopyTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2027-01-01T00:00:00Z"));
  private final BlobStore from = new MemoryBlobStore(now::get);
  private final BlobStore to = new MemoryBlobStore(now::get);

  @Test
  void everything_is_copied_with_type_and_metadata() throws IOException {
    for (int i = 0; i < 2_500; i++) {
      put(from, "executions/2027-01-01/" + i, "segment " + i);
    }
    PutOptions options =
        PutOptions.DEFAULT.withContentType("image/png").withMetadata(Map.of("name", "logo"));
    from.put(new BlobKey("images/a"), BlobSource.of(new byte[9_000_000]), options);

    StorageCopy copy = copy();

    assertThat(copy.copied.sum()).isEqualTo(2_501);
    assertThat(copy.failures).isEmpty();
    assertThat(text(to, "executions/2027-01-01/1234")).isEqualTo("segment 1234");
    BlobInfo image = to.head(new BlobKey("images/a")).orElseThrow();
    assertThat(image.size()).isEqualTo(9_000_000);
    assertThat(image.contentType()).isEqualTo("image/png");
    assertThat(image.metadata()).isEqualTo(Map.of("name", "logo"));
    assertThat(copy.compare().missing).isEmpty();
  }

  @Test
  void a_second_run_copies_only_what_is_new() {
    put(from, "files/a", "a");
    copy();
    put(from, "files/b", "b");

    StorageCopy second = copy();

    assertThat(second.copied.sum()).isEqualTo(1);
    assertThat(second.skipped.sum()).isEqualTo(1);
  }

  @Test
  void a_newer_blob_of_the_source_replaces_the_copy() throws IOException {
    put(from, "files/a", "first");
    copy();
    later();
    put(from, "files/a", "second");

    copy();

    assertThat(text(to, "files/a")).isEqualTo("second");
  }

  @Test
  void a_newer_blob_of_the_target_is_kept() throws IOException {
    put(from, "files/a", "old");
    later();
    put(to, "files/a", "written after the switch");

    StorageCopy copy = copy();

    assertThat(text(to, "files/a")).isEqualTo("written after the switch");
    assertThat(copy.compare().missing).isEmpty();
  }

  @Test
  void probes_and_caches_are_left_out() {
    put(from, "system/health/probe", "x");
    put(from, "cache/2027-01-01/x", "x");

    assertThat(copy().seen.sum()).isZero();
    assertThat(to.head(new BlobKey("system/health/probe"))).isEmpty();
  }

  @Test
  void what_breaks_off_once_is_tried_again() throws IOException {
    put(from, "files/a", "hello");
    AtomicInteger reads = new AtomicInteger();
    BlobStore breaking =
        reading(
            blob ->
                reads.incrementAndGet() > 1
                    ? blob
                    : new Blob(blob.info(), blob.length(), broken()));

    StorageCopy copy = new StorageCopy(breaking, to, true);
    copy.run(2);

    assertThat(copy.failures).isEmpty();
    assertThat(text(to, "files/a")).isEqualTo("hello");
  }

  @Test
  void a_copy_with_other_bytes_is_found_and_removed() {
    put(from, "files/a", "hello");
    BlobStore lying =
        new Lying(to)
            .store(
                blob ->
                    new Blob(
                        blob.info(),
                        blob.length(),
                        new ByteArrayInputStream("jello".getBytes(UTF_8))));

    StorageCopy copy = new StorageCopy(from, lying, true);
    copy.run(1);

    assertThat(copy.failures).containsOnlyKeys(new BlobKey("files/a"));
    assertThat(to.head(new BlobKey("files/a"))).isEmpty();
    assertThat(copy.compare().missing).containsOnlyKeys(new BlobKey("files/a"));
  }

  @Test
  void a_blob_that_cannot_be_read_does_not_stop_the_others() {
    put(from, "files/a", "a");
    put(from, "files/b", "b");
    BlobStore denying =
        reading(
            blob -> {
              if (blob.info().key().value().endsWith("a")) {
                throw new BlobException.AccessDenied("no right to read files/a", null);
              }
              return blob;
            });

    StorageCopy copy = new StorageCopy(denying, to, true);
    copy.run(4);

    assertThat(copy.failures).containsOnlyKeys(new BlobKey("files/a"));
    assertThat(to.head(new BlobKey("files/b"))).isPresent();
  }

  private StorageCopy copy() {
    StorageCopy copy = new StorageCopy(from, to, true);
    copy.run(4);
    return copy;
  }

  private void later() {
    now.updateAndGet(moment -> moment.plus(Duration.ofMinutes(1)));
  }

  private BlobStore reading(Reading reading) {
    return new Lying(from).store(reading);
  }

  private static InputStream broken() {
    InputStream closed = InputStream.nullInputStream();
    try {
      closed.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return closed; // reading it throws an IOException
  }

  private static void put(BlobStore store, String key, String text) {
    store.put(new BlobKey(key), BlobSource.of(text.getBytes(UTF_8)), PutOptions.DEFAULT);
  }

  private static String text(BlobStore store, String key) throws IOException {
    try (Blob blob = store.get(new BlobKey(key), ByteRange.ALL)) {
      return new String(blob.stream().readAllBytes(), UTF_8);
    }
  }

  private interface Reading {
    Blob read(Blob blob);
  }

  /** A store whose reads are changed on their way. */
  private record Lying(BlobStore honest) {
    BlobStore store(Reading reading) {
      return (BlobStore)
          Proxy.newProxyInstance(
              BlobStore.class.getClassLoader(),
              new Class<?>[] {BlobStore.class},
              (proxy, method, arguments) -> {
                try {
                  Object answer = method.invoke(honest, arguments);
                  return answer instanceof Blob blob ? reading.read(blob) : answer;
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }
  }
}
