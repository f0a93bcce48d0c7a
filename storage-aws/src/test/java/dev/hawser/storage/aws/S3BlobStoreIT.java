package dev.hawser.storage.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.ETag;
import dev.hawser.storage.PutCondition;
import dev.hawser.storage.PutOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers of S3 that the emulator does not give, from a server that gives nothing else. */
final class S3BlobStoreIT {
  private static final BlobKey KEY = new BlobKey("a/b");

  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
  private HttpServer server;
  private BlobStore store;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    store = S3BlobStore.open(S3Emulator.settings(endpoint), InstantSource.system());
  }

  @AfterEach
  void stop() {
    store.close();
    server.stop(0);
  }

  private interface Answering {
    void answer(HttpExchange exchange) throws IOException;
  }

  private void answer(Answering answering) {
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            asked.add(exchange.getRequestMethod());
            answering.answer(exchange);
          }
        });
  }

  private static void error(HttpExchange exchange, int status, String code, String more)
      throws IOException {
    byte[] body =
        "<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>%s</Message></Error>"
            .formatted(code, more)
            .getBytes(StandardCharsets.UTF_8);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    exchange.sendResponseHeaders(status, head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }

  @Test
  void a_bucket_in_another_region_is_rejected_with_the_region_to_set() {
    answer(
        exchange -> {
          exchange.getResponseHeaders().set("x-amz-bucket-region", "eu-central-1");
          error(exchange, 301, "PermanentRedirect", "use another endpoint");
        });

    assertThatThrownBy(this::put)
        .isInstanceOf(BlobException.Rejected.class)
        .hasMessageContaining("hawser.storage.s3.region")
        .hasMessageContaining("eu-central-1");
    assertThatThrownBy(() -> store.head(KEY))
        .isInstanceOf(BlobException.Rejected.class)
        .hasMessageContaining("eu-central-1");
  }

  @Test
  void the_region_is_also_taken_from_the_message() {
    answer(
        exchange ->
            error(
                exchange,
                400,
                "AuthorizationHeaderMalformed",
                "the region 'us-east-1' is wrong; expecting 'ap-south-1'"));

    assertThatThrownBy(this::put)
        .isInstanceOf(BlobException.Rejected.class)
        .hasMessageContaining("ap-south-1");
  }

  @Test
  void a_clock_that_cannot_be_allowed_for_is_named() {
    answer(exchange -> error(exchange, 403, "RequestTimeTooSkewed", "the times differ too much"));

    assertThatThrownBy(() -> store.delete(KEY))
        .isInstanceOf(BlobException.AccessDenied.class)
        .hasMessageContaining("clock");
  }

  @Test
  void a_missing_right_is_named_also_where_the_answer_has_no_body() {
    answer(exchange -> error(exchange, 403, "AccessDenied", "not authorized to do this"));

    assertThatThrownBy(() -> store.head(KEY))
        .isInstanceOf(BlobException.AccessDenied.class)
        .hasMessageContaining("s3:GetObject")
        .hasMessageContaining("not authorized to do this");
    assertThat(asked).containsExactly("HEAD", "GET");
  }

  @Test
  void a_put_that_is_refused_because_of_another_writer_is_tried_again_and_then_unavailable() {
    answer(
        exchange -> {
          if (exchange.getRequestMethod().equals("PUT")) {
            error(exchange, 409, "ConditionalRequestConflict", "try again");
          } else {
            error(exchange, 404, "NoSuchKey", "none");
          }
        });

    assertThatThrownBy(
            () ->
                store.put(
                    KEY,
                    BlobSource.of(new byte[1]),
                    PutOptions.DEFAULT.withCondition(PutCondition.IF_ABSENT)))
        .isInstanceOf(BlobException.Unavailable.class);
    assertThat(asked.stream().filter("PUT"::equals)).hasSize(5);
  }

  @Test
  void a_put_is_dated_by_its_own_answer_and_asks_no_more() {
    answer(S3BlobStoreIT::take); // the JDK's server tells the date

    BlobInfo info = put();

    assertThat(asked).containsExactly("PUT");
    assertThat(info.etag()).isEqualTo(new ETag("e1"));
    assertThat(info.lastModified())
        .isCloseTo(InstantSource.system().instant(), within(1, ChronoUnit.MINUTES));
  }

  private static void take(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("ETag", "\"e1\"");
    exchange.sendResponseHeaders(200, -1);
  }

  @Test
  void a_source_that_fails_after_a_part_leaves_no_upload_behind() throws Exception {
    S3Emulator emulator = S3Emulator.start();
    try (BlobStore real =
        S3BlobStore.open(S3Emulator.settings(emulator.endpoint()), InstantSource.system())) {
      InputStream breaking =
          new InputStream() {
            private long given;

            @Override
            public int read() throws IOException {
              throw new IOException("not used");
            }

            @Override
            public int read(byte[] buffer, int offset, int count) throws IOException {
              if (given > 2L * BlobStore.PART_SIZE) {
                throw new IOException("broke");
              }
              given += count;
              return count;
            }
          };

      assertThatThrownBy(() -> real.put(KEY, BlobSource.of(breaking), PutOptions.DEFAULT))
          .isInstanceOf(UncheckedIOException.class);

      assertThat(emulator.openUploads()).isZero();
    } finally {
      emulator.stop();
    }
  }

  @Test
  void more_bytes_than_s3_has_parts_for_are_rejected_before_anything_is_sent() {
    long tooLong = 10_001L * BlobStore.PART_SIZE;
    answer(exchange -> error(exchange, 500, "InternalError", "never asked"));

    assertThatThrownBy(
            () ->
                store.put(
                    KEY, BlobSource.of(InputStream.nullInputStream(), tooLong), PutOptions.DEFAULT))
        .isInstanceOf(BlobException.Rejected.class)
        .hasMessageContaining("larger");
    assertThat(asked).isEmpty();
  }

  private BlobInfo put() {
    return store.put(KEY, BlobSource.of(new byte[1]), PutOptions.DEFAULT);
  }
}
