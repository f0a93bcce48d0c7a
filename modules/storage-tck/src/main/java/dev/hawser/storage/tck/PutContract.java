package dev.hawser.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.PutOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

abstract class PutContract extends ContractCase {
  PutContract(BlobStoreContract contract) {
    super(contract);
  }

  @Test
  final void a_put_blob_can_be_read_back() {
    put(key("a"), "hello");

    assertHolds(key("a"), "hello");
  }

  @Test
  final void a_put_blob_is_seen_by_another_client_at_once() {
    BlobInfo info = put(key("a"), "hello");

    assertStored(anotherClient(), info);
  }

  @Test
  final void a_put_tells_what_is_stored() {
    BlobInfo info = put(key("a"), "hello");

    assertThat(info.key()).isEqualTo(key("a"));
    assertThat(info.size()).isEqualTo(5);
    assertStored(info);
  }

  @Test
  final void a_put_is_dated_by_a_clock_near_ours() {
    BlobInfo info = put(key("a"), "hello");

    assertThat(Duration.between(info.lastModified(), InstantSource.system().instant()).abs())
        .isLessThan(Duration.ofMinutes(5));
  }

  @Test
  final void a_put_replaces_bytes_type_and_metadata() {
    PutOptions first =
        PutOptions.DEFAULT.withContentType("text/plain").withMetadata(Map.of("a", "1"));
    PutOptions second =
        PutOptions.DEFAULT.withContentType("text/html").withMetadata(Map.of("b", "2"));
    store.put(key("a"), source("a long first version"), first);

    store.put(key("a"), source("second"), second);

    assertHolds(key("a"), "second");
    BlobInfo info = store.head(key("a")).orElseThrow();
    assertThat(info.contentType()).isEqualTo("text/html");
    assertThat(info.metadata()).isEqualTo(Map.of("b", "2"));
  }

  @Test
  final void other_bytes_have_another_etag() {
    BlobInfo first = put(key("a"), "one");

    BlobInfo second = put(key("a"), "two");

    assertThat(second.etag()).isNotEqualTo(first.etag());
  }

  @Test
  final void a_key_and_a_key_below_it_live_side_by_side() {
    put(key("a"), "short");
    put(key("a/b"), "long");

    assertHolds(key("a"), "short");
    assertHolds(key("a/b"), "long");
  }

  @Test
  final void keys_that_differ_in_case_only_are_different() {
    put(key("Readme"), "capital");
    put(key("readme"), "small");

    assertHolds(key("Readme"), "capital");
    assertHolds(key("readme"), "small");
  }

  @Test
  final void all_characters_of_keys_are_kept() {
    BlobKey key = key("AZaz09-_.=/.hidden/day=2026-11-23/=-_/x.tar.gz");

    put(key, "odd");

    assertHolds(key, "odd");
    assertThat(names("", 10)).containsExactly(name(key));
  }

  @Test
  final void the_longest_key_is_kept() {
    StringBuilder name = new StringBuilder("X".repeat(BlobKey.MAX_SEGMENT_LENGTH));
    int room = BlobKey.MAX_LENGTH - key("a").value().length() + 1 - 100;
    while (name.length() < room - BlobKey.MAX_SEGMENT_LENGTH) {
      name.append('/').append("Y".repeat(BlobKey.MAX_SEGMENT_LENGTH - 1));
    }
    name.append('/').append("z".repeat(room - name.length() - 1));

    put(key(name.toString()), "deep");

    assertHolds(key(name.toString()), "deep");
  }

  @Test
  final void a_file_can_be_put(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("file"), bytes(100_000, 1));

    store.put(key("a"), BlobSource.of(file), PutOptions.DEFAULT);

    assertHolds(key("a"), bytes(100_000, 1));
  }

  @Test
  final void a_stream_stays_open_for_its_owner() throws IOException {
    AtomicBoolean closed = new AtomicBoolean();
    try (InputStream stream =
        new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8)) {
          @Override
          public void close() {
            closed.set(true);
          }
        }) {
      store.put(key("a"), BlobSource.of(stream), PutOptions.DEFAULT);

      assertThat(closed).isFalse();
    }
    assertHolds(key("a"), "hello");
  }
}
