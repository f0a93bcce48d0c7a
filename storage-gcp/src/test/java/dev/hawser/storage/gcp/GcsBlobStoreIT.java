package dev.hawser.storage.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.storage.Blob;
import dev.hawser.storage.BlobEntry;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobPage;
import dev.hawser.storage.BlobPrefix;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.ByteRange;
import dev.hawser.storage.ETag;
import dev.hawser.storage.PageRequest;
import dev.hawser.storage.PutCondition;
import dev.hawser.storage.PutOptions;
import dev.hawser.storage.gcp.fake.FakeGcs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the contract does not see: requests, sessions, tokens, rights. */
class GcsBlobStoreIT {
  private static final BlobKey KEY = new BlobKey("a/b");
  private static final byte[] TEN = "0123456789".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;
  private FakeGcs fake;
  private GcsBlobStore store;

  @BeforeEach
  void start() throws IOException {
    fake = FakeGcs.start(Files.createDirectory(folder.resolve("contents")));
    Path key = Files.writeString(folder.resolve("key.json"), fake.key());
    store =
        GcsBlobStore.open(
            GcsSettings.of(FakeGcs.BUCKET, new GcsCredentials.KeyFile(key))
                .withEndpoint(fake.uri()),
            InstantSource.system());
  }

  @AfterEach
  void stop() {
    store.close();
    fake.close();
  }

  @Test
  void opening_a_store_asks_for_nothing() {
    assertThat(fake.requests()).isZero();
  }

  @Test
  void a_blob_of_one_part_is_put_with_one_request() {
    store.put(KEY, BlobSource.of(new byte[BlobStore.PART_SIZE]), PutOptions.DEFAULT);

    assertThat(fake.requests()).isEqualTo(1);
  }

  @Test
  void a_blob_is_got_with_one_request() throws IOException {
    store.put(KEY, BlobSource.of(TEN), PutOptions.DEFAULT.withMetadata(Map.of("by", "us")));
    int before = fake.requests();

    try (Blob blob = store.get(KEY, ByteRange.ALL)) {
      assertThat(blob.stream().readAllBytes()).isEqualTo(TEN);
      assertThat(blob.info().metadata()).isEqualTo(Map.of("by", "us"));
    }
    try (Blob blob = store.get(KEY, ByteRange.of(3, 4))) {
      assertThat(blob.stream().readAllBytes()).isEqualTo(Arrays.copyOfRange(TEN, 3, 7));
      assertThat(blob.info().size()).isEqualTo(10);
    }

    assertThat(fake.requests() - before).isEqualTo(2);
  }

  @Test
  void a_service_that_does_not_describe_what_it_delivers_is_asked_for_the_description()
      throws IOException {
    fake.silence();
    BlobKey empty = new BlobKey("a/empty");
    BlobInfo info =
        store.put(KEY, BlobSource.of(TEN), PutOptions.DEFAULT.withMetadata(Map.of("by", "us")));
    store.put(empty, BlobSource.of(new byte[0]), PutOptions.DEFAULT);

    try (Blob blob = store.get(KEY, ByteRange.ALL)) {
      assertThat(blob.info()).isEqualTo(info);
      assertThat(blob.stream().readAllBytes()).isEqualTo(TEN);
    }
    try (Blob blob = store.get(KEY, ByteRange.from(8))) {
      assertThat(blob.info()).isEqualTo(info);
      assertThat(blob.stream().readAllBytes()).isEqualTo(Arrays.copyOfRange(TEN, 8, 10));
    }
    try (Blob blob = store.get(empty, ByteRange.of(0, 1))) {
      assertThat(blob.stream().readAllBytes()).isEmpty();
    }
    assertThatThrownBy(() -> store.get(KEY, ByteRange.from(10)))
        .isInstanceOf(BlobException.Rejected.class);
    assertThatThrownBy(() -> store.get(new BlobKey("a/missing"), ByteRange.ALL))
        .isInstanceOf(BlobException.NotFound.class);
  }

  @Test
  void a_get_that_is_denied_names_the_right() {
    store.put(KEY, BlobSource.of(TEN), PutOptions.DEFAULT);
    fake.deny("storage.objects.get");

    assertThatThrownBy(() -> store.get(KEY, ByteRange.ALL))
        .isInstanceOf(BlobException.AccessDenied.class)
        .hasMessageContainingAll("storage.objects.get", "a/b", FakeGcs.BUCKET);
  }

  @Test
  void blobs_that_are_read_to_their_ends_share_a_connection() throws IOException {
    store.put(KEY, BlobSource.of(TEN), PutOptions.DEFAULT);
    int before = fake.connections();

    for (int i = 0; i < 10; i++) {
      try (Blob blob = store.get(KEY, ByteRange.ALL)) {
        assertThat(blob.stream().readNBytes(10)).isEqualTo(TEN);
      }
    }

    assertThat(fake.connections() - before).isLessThanOrEqualTo(1);
  }

  @Test
  void many_are_deleted_with_one_request_per_hundred() {
    List<BlobKey> keys = new ArrayList<>();
    for (int i = 0; i < 101; i++) {
      keys.add(new BlobKey("n/" + i));
    }

    assertThat(store.deleteAll(keys).isComplete()).isTrue();

    assertThat(fake.requests()).isEqualTo(2);
  }

  @Test
  void a_put_that_fails_cancels_its_upload() {
    InputStream broken =
        new SequenceInputStream(
            new ByteArrayInputStream(new byte[2 * BlobStore.PART_SIZE]),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("the source broke");
              }

              @Override
              public int read(byte[] buffer, int offset, int count) throws IOException {
                return read();
              }
            });

    assertThatThrownBy(() -> store.put(KEY, BlobSource.of(broken), PutOptions.DEFAULT))
        .hasRootCauseMessage("the source broke");

    assertThat(fake.requests()).as("an upload was started").isGreaterThan(1);
    assertThat(fake.openUploads()).isZero();
  }

  @Test
  void a_large_put_whose_condition_fails_at_its_end_leaves_no_upload() {
    ETag old = store.put(KEY, BlobSource.of(new byte[1]), PutOptions.DEFAULT).etag();
    InputStream replacing =
        new SequenceInputStream(
            new ByteArrayInputStream(new byte[BlobStore.PART_SIZE + 1]),
            new InputStream() {
              @Override
              public int read() {
                store.put(KEY, BlobSource.of(new byte[2]), PutOptions.DEFAULT);
                return -1;
              }

              @Override
              public int read(byte[] buffer, int offset, int count) {
                return read();
              }
            });

    assertThatThrownBy(
            () ->
                store.put(
                    KEY,
                    BlobSource.of(replacing),
                    PutOptions.DEFAULT.withCondition(PutCondition.ifMatch(old))))
        .isInstanceOf(BlobException.ConditionFailed.class);

    assertThat(store.head(KEY).orElseThrow().size()).isEqualTo(2);
    assertThat(fake.openUploads()).isZero();
  }

  @Test
  void an_etag_of_another_kind_of_store_is_of_no_blob() {
    PutOptions foreign =
        PutOptions.DEFAULT.withCondition(PutCondition.ifMatch(new ETag("0123abcd-ef")));

    assertThatThrownBy(() -> store.put(KEY, BlobSource.of(new byte[1]), foreign))
        .isInstanceOf(BlobException.ConditionFailed.class);
  }

  @Test
  void a_token_that_was_revoked_is_replaced() {
    store.put(KEY, BlobSource.of(new byte[1]), PutOptions.DEFAULT);

    fake.revokeTokens();

    assertThat(store.head(KEY)).isPresent();
  }

  @Test
  void a_missing_right_is_denied_and_named() {
    fake.deny("storage.objects.delete");

    assertThatThrownBy(() -> store.delete(KEY))
        .isInstanceOf(BlobException.AccessDenied.class)
        .hasMessageContainingAll("storage.objects.delete", "a/b", FakeGcs.BUCKET);
    assertThat(store.deleteAll(List.of(KEY)).failures().get(KEY))
        .isInstanceOf(BlobException.AccessDenied.class)
        .hasMessageContainingAll("storage.objects.delete", "a/b");
  }

  @Test
  void objects_of_others_are_passed_over() throws IOException {
    fake.putForeign("a/ name with spaces");
    fake.putForeign("a/folder/");
    store.put(KEY, BlobSource.of(new byte[1]), PutOptions.DEFAULT);

    List<BlobKey> found = new ArrayList<>();
    BlobPage page = store.list(BlobPrefix.ALL, PageRequest.first(1));
    page.blobs().stream().map(BlobEntry::key).forEach(found::add);
    while (page.next().isPresent()) {
      page = store.list(BlobPrefix.ALL, PageRequest.after(page.next().get(), 1));
      page.blobs().stream().map(BlobEntry::key).forEach(found::add);
    }

    assertThat(found).containsExactly(KEY);
  }

  @Test
  void a_blob_that_was_put_with_other_means_can_be_read() throws IOException {
    fake.putForeign("a/foreign");

    try (Blob blob = store.get(new BlobKey("a/foreign"), ByteRange.ALL)) {
      assertThat(blob.info().metadata()).isEmpty();
      assertThat(blob.stream().readAllBytes())
          .isEqualTo("foreign".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void an_interrupted_put_fails_and_leaves_the_flag() {
    Thread.currentThread().interrupt();

    try {
      store.put(KEY, BlobSource.of(InputStream.nullInputStream()), PutOptions.DEFAULT);
    } catch (BlobException.Unavailable | BlobException.OutcomeUnknown e) {
      assertThat(e).hasMessageContaining("interrupted");
    }

    assertThat(Thread.interrupted()).isTrue();
  }
}
