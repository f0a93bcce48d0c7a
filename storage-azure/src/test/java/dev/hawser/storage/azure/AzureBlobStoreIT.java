package dev.hawser.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.storage.Blob;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.ByteRange;
import dev.hawser.storage.PutCondition;
import dev.hawser.storage.PutOptions;
import dev.hawser.storage.azure.FakeServer.Asked;
import dev.hawser.storage.azure.FakeServer.Told;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the store does when the service fails, against a server that plays it. */
class AzureBlobStoreIT {
  private static final BlobKey KEY = new BlobKey("a/b");
  private static final String SECRET = "c2VjcmV0LWtleS1vZi1hLXRlc3Q=";
  private static final String WRITE_ID = "x-ms-meta-hawser_write";
  private static final Limits FAST =
      new Limits(
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          3,
          Duration.ofMillis(1));
  private static final PutOptions IF_ABSENT =
      PutOptions.DEFAULT.withCondition(PutCondition.IF_ABSENT);

  @Test
  void a_put_whose_answer_was_lost_is_found_by_its_write_id() throws Exception {
    AtomicInteger again = new AtomicInteger();
    Map<String, String> written = new HashMap<>();
    try (FakeServer server =
            new FakeServer(
                asked -> {
                  if (!asked.method().equals("PUT")) {
                    return stored("5", written.get("id"));
                  }
                  if (again.incrementAndGet() == 1) {
                    written.put("id", asked.header(WRITE_ID));
                    return new Told(0, Map.of(), "");
                  }
                  return Told.error(409, "BlobAlreadyExists");
                });
        AzureBlobStore store = open(server)) {
      assertThat(store.put(KEY, hello(), IF_ABSENT).etag().value()).isEqualTo("0x5");
      assertThat(server.asked).extracting(Asked::method).containsExactly("PUT", "PUT", "HEAD");
    }
  }

  @Test
  void a_put_without_any_answer_is_unknown_when_the_key_does_not_tell() throws Exception {
    try (FakeServer server =
            new FakeServer(
                asked ->
                    asked.method().equals("PUT")
                        ? new Told(0, Map.of(), "")
                        : Told.error(404, "BlobNotFound"));
        AzureBlobStore store = open(server)) {
      assertThatThrownBy(() -> store.put(KEY, hello(), PutOptions.DEFAULT))
          .isInstanceOf(BlobException.OutcomeUnknown.class)
          .hasMessageContaining("a/b");
      assertThat(server.asked).extracting(Asked::method).filteredOn("PUT"::equals).hasSize(3);
    }
  }

  @Test
  void a_condition_that_fails_at_the_first_try_needs_no_second_look() throws Exception {
    try (FakeServer server = new FakeServer(asked -> Told.error(409, "BlobAlreadyExists"));
        AzureBlobStore store = open(server)) {
      assertThatThrownBy(() -> store.put(KEY, hello(), IF_ABSENT))
          .isInstanceOf(BlobException.ConditionFailed.class);
      assertThat(server.asked).hasSize(1);
    }
  }

  @Test
  void a_service_that_cannot_be_reached_has_stored_nothing() throws Exception {
    FakeServer gone = new FakeServer(asked -> Told.error(500, ""));
    gone.close();
    try (AzureBlobStore store = open(gone)) {
      assertThatThrownBy(() -> store.put(KEY, hello(), PutOptions.DEFAULT))
          .isInstanceOf(BlobException.Unavailable.class)
          .hasMessageContaining("container blobs of account acme");
    }
  }

  @Test
  void a_busy_service_is_asked_again_for_the_same_write() throws Exception {
    AtomicInteger puts = new AtomicInteger();
    try (FakeServer server =
            new FakeServer(
                asked -> puts.incrementAndGet() < 3 ? Told.error(503, "ServerBusy") : done());
        AzureBlobStore store = open(server)) {
      assertThat(store.put(KEY, hello(), IF_ABSENT).size()).isEqualTo(5);
      assertThat(server.asked).hasSize(3);
      assertThat(server.asked.stream().map(asked -> asked.header(WRITE_ID)).distinct())
          .singleElement()
          .asString()
          .hasSize(36);
    }
  }

  @Test
  void a_refusal_names_what_the_service_said_and_no_secret() throws Exception {
    try (FakeServer server = new FakeServer(asked -> Told.error(403, "AuthenticationFailed"));
        AzureBlobStore store = open(server)) {
      assertThatThrownBy(() -> store.get(KEY, ByteRange.ALL).close())
          .isInstanceOf(BlobException.AccessDenied.class)
          .hasMessageContainingAll("a/b", "container blobs", "AuthenticationFailed", "r-1")
          .message()
          .doesNotContain(SECRET, "SharedKey");
      assertThat(server.asked).hasSize(1);
    }
  }

  @Test
  void a_missing_container_is_not_taken_for_a_missing_blob() throws Exception {
    try (FakeServer server = new FakeServer(asked -> Told.error(404, "ContainerNotFound"));
        AzureBlobStore store = open(server)) {
      assertThatThrownBy(() -> store.head(KEY)).isInstanceOf(BlobException.Unavailable.class);
      assertThatThrownBy(() -> store.get(KEY, ByteRange.ALL).close())
          .isInstanceOf(BlobException.Unavailable.class);
      assertThatThrownBy(() -> store.delete(KEY)).isInstanceOf(BlobException.Unavailable.class);
      assertThat(store.deleteAll(List.of(KEY, new BlobKey("c"))).failures()).hasSize(2);
    }
  }

  @Test
  void parts_that_another_put_dropped_are_staged_again_when_the_source_can_be_replayed()
      throws Exception {
    byte[] large = new byte[BlobStore.PART_SIZE + 1];
    AtomicInteger commits = new AtomicInteger();
    FakeServer.Script script =
        asked ->
            asked.method().equals("HEAD")
                ? Told.error(404, "BlobNotFound")
                : asked.query().contains("comp=blocklist") && commits.getAndIncrement() == 0
                    ? Told.error(400, "InvalidBlockList")
                    : done();
    try (FakeServer server = new FakeServer(script);
        AzureBlobStore store = open(server)) {
      assertThat(store.put(KEY, BlobSource.of(large), IF_ABSENT).size()).isEqualTo(large.length);
      assertThat(server.asked.stream().map(asked -> asked.query()).distinct())
          .filteredOn(query -> query.contains("blockid="))
          .hasSize(4);
    }
    commits.set(0);
    try (FakeServer server = new FakeServer(script);
        AzureBlobStore store = open(server)) {
      BlobSource once = BlobSource.of(new ByteArrayInputStream(large));
      assertThatThrownBy(() -> store.put(KEY, once, PutOptions.DEFAULT))
          .isInstanceOf(BlobException.Unavailable.class)
          .hasMessageContaining("another put of a/b");
    }
  }

  @Test
  void a_body_that_breaks_is_resumed_with_the_same_version() throws Exception {
    Map<String, String> headers =
        Map.of("ETag", "\"0x1\"", "Last-Modified", "Wed, 25 Nov 2026 12:00:00 GMT");
    Map<String, String> rest = new HashMap<>(headers);
    rest.put("Content-Range", "bytes 4-9/10");
    try (FakeServer server =
            new FakeServer(
                asked ->
                    asked.header("x-ms-range").isEmpty()
                        ? new Told(200, headers, "0123456789", 4)
                        : new Told(206, rest, "456789"));
        AzureBlobStore store = open(server);
        Blob blob = store.get(KEY, ByteRange.ALL)) {
      assertThat(blob.stream()).hasBinaryContent("0123456789".getBytes(StandardCharsets.UTF_8));
      assertThat(server.asked.getLast().header("x-ms-range")).isEqualTo("bytes=4-9");
      assertThat(server.asked.getLast().header("If-Match")).isEqualTo("\"0x1\"");
    }
  }

  @Test
  void a_body_that_breaks_and_was_replaced_meanwhile_fails() throws Exception {
    Map<String, String> headers =
        Map.of("ETag", "\"0x1\"", "Last-Modified", "Wed, 25 Nov 2026 12:00:00 GMT");
    try (FakeServer server =
            new FakeServer(
                asked ->
                    asked.header("x-ms-range").isEmpty()
                        ? new Told(200, headers, "0123456789", 4)
                        : Told.error(412, "ConditionNotMet"));
        AzureBlobStore store = open(server);
        Blob blob = store.get(KEY, ByteRange.ALL)) {
      assertThatThrownBy(() -> blob.stream().readNBytes(10)).hasMessageContaining("replaced");
    }
  }

  private static BlobSource hello() {
    return BlobSource.of("hello".getBytes(StandardCharsets.UTF_8));
  }

  private static Told done() {
    return new Told(
        201, Map.of("ETag", "\"0x1\"", "Last-Modified", "Wed, 25 Nov 2026 12:00:00 GMT"), "");
  }

  /** The answer to a HEAD. */
  private static Told stored(String version, String writeId) {
    return new Told(
        200,
        Map.of(
            "ETag",
            "\"0x" + version + "\"",
            "Last-Modified",
            "Wed, 25 Nov 2026 12:00:00 GMT",
            "x-ms-blob-type",
            "BlockBlob",
            WRITE_ID,
            writeId),
        "");
  }

  private static AzureBlobStore open(FakeServer server) {
    AzureSettings settings =
        new AzureSettings(
            "blobs", server.account(), new AzureAccess.AccountKey("acme", new AzureSecret(SECRET)));
    return AzureBlobStore.open(
        settings, InstantSource.system(), FAST, HttpClient.newBuilder(), Map.of());
  }
}
