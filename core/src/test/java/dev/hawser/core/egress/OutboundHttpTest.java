package dev.hawser.core.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.hawser.core.egress.EgressSettings.Tenancy;
import dev.hawser.core.egress.OutboundException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboundHttpTest {
  private final OutboundHttp open = new OutboundHttp(new AddressPolicy(Tenancy.SINGLE, List.of()));
  private final OutboundHttp guarded =
      new OutboundHttp(new AddressPolicy(Tenancy.MULTI, List.of()));
  private final CountDownLatch release = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          if (path.equals("/count")) {
            String length = exchange.getRequestHeaders().getFirst("Content-Length");
            long count = exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            exchange.getResponseHeaders().set("X-Length", length);
            exchange.sendResponseHeaders(200, 0);
            for (long left = count; left > 0; left -= 8_192) {
              exchange.getResponseBody().write(new byte[(int) Math.min(left, 8_192)]);
            }
            exchange.close();
            return;
          }
          byte[] body = exchange.getRequestBody().readAllBytes();
          switch (path) {
            case "/big" -> {
              exchange.sendResponseHeaders(200, 0);
              try (var out = exchange.getResponseBody()) {
                out.write(new byte[10_000]);
              }
            }
            case "/moved" -> {
              exchange.getResponseHeaders().set("Location", "/");
              exchange.sendResponseHeaders(307, -1);
            }
            case "/redirect" -> {
              exchange
                  .getResponseHeaders()
                  .set("Location", "http://169.254.169.254/latest/meta-data");
              exchange.sendResponseHeaders(302, -1);
            }
            case "/slow" -> {
              exchange.sendResponseHeaders(200, 0);
              exchange.getResponseBody().write(1);
              exchange.getResponseBody().flush();
              try {
                release.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }
            default -> {
              exchange.getResponseHeaders().add("X-Twice", "a");
              exchange.getResponseHeaders().add("X-Twice", "b");
              exchange.sendResponseHeaders(418, body.length == 0 ? -1 : body.length);
              exchange.getResponseBody().write(body);
            }
          }
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() throws IOException {
    release.countDown();
    server.stop(0);
    open.close();
    guarded.close();
  }

  private OutboundRequest request(String path) {
    return request(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path),
        Duration.ofSeconds(10));
  }

  private static OutboundRequest request(URI url, Duration timeout) {
    return new OutboundRequest(
        "POST",
        url,
        List.of(),
        OutboundBody.of(new byte[] {'h', 'i'}),
        "text/plain",
        true,
        timeout,
        5_000);
  }

  /** A body of so many bytes that takes no memory. */
  private static OutboundBody zeros(long length, AtomicInteger opened) {
    return new OutboundBody() {
      @Override
      public long length() {
        return length;
      }

      @Override
      public InputStream open() {
        opened.incrementAndGet();
        return new InputStream() {
          private long left = length;

          @Override
          public int read() {
            return left-- > 0 ? 0 : -1;
          }

          @Override
          public int read(byte[] buffer, int offset, int count) {
            int n = (int) Math.min(left, count);
            left -= n;
            return n == 0 ? -1 : n;
          }
        };
      }
    };
  }

  private OutboundRequest request(String path, OutboundBody body, long limit) {
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    Duration timeout = Duration.ofSeconds(30);
    return new OutboundRequest("POST", url, List.of(), body, null, true, timeout, limit);
  }

  @Test
  void bodies_stream_both_ways_and_the_length_is_told_before() throws Exception {
    long size = 8L << 20;
    AtomicInteger opened = new AtomicInteger();
    OutboundRequest request = request("/count", zeros(size, opened), size);
    long answered =
        open.exchange(
            request,
            answer -> {
              assertThat(answer.headers()).containsEntry("x-length", Long.toString(size));
              return answer.body().transferTo(OutputStream.nullOutputStream());
            });
    assertThat(answered).isEqualTo(size);
    assertThat(opened).hasValue(1);
  }

  @Test
  void a_redirect_sends_the_body_anew() throws Exception {
    AtomicInteger opened = new AtomicInteger();
    open.exchange(request("/moved", zeros(1_000, opened), 5_000), OutboundAnswer::status);
    assertThat(opened).hasValue(2);
  }

  @Test
  void a_body_that_cannot_be_read_is_not_a_trouble_of_the_network() {
    OutboundBody broken =
        new OutboundBody() {
          @Override
          public long length() {
            return 10;
          }

          @Override
          public InputStream open() throws IOException {
            throw new IOException("the store is gone");
          }
        };
    assertThatThrownBy(() -> open.send(request("/", broken, 5_000)))
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseMessage("the store is gone");
    OutboundBody shorter = OutboundBody.of(new byte[3]);
    OutboundBody lying =
        new OutboundBody() {
          @Override
          public long length() {
            return 10;
          }

          @Override
          public InputStream open() throws IOException {
            return shorter.open();
          }
        };
    assertThatThrownBy(() -> open.send(request("/", lying, 5_000)))
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseInstanceOf(EOFException.class);
  }

  @Test
  void what_the_reader_throws_passes_through_unless_the_answer_broke() {
    IllegalStateException own = new IllegalStateException("full");
    assertThatThrownBy(
            () ->
                open.exchange(
                    request("/"),
                    answer -> {
                      throw own;
                    }))
        .isSameAs(own);
    assertThatThrownBy(
            () ->
                open.exchange(
                    request("/big"),
                    answer -> {
                      try {
                        return answer.body().transferTo(OutputStream.nullOutputStream());
                      } catch (IOException e) {
                        throw new UncheckedIOException(e);
                      }
                    }))
        .isInstanceOfSatisfying(
            OutboundException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TOO_LARGE));
  }

  private void assertFails(OutboundHttp http, OutboundRequest request, Kind kind) {
    assertThatThrownBy(() -> http.send(request))
        .isInstanceOfSatisfying(OutboundException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }

  @Test
  void any_status_is_an_answer_with_its_headers_and_body() throws Exception {
    OutboundResponse response = open.send(request("/"));
    assertThat(response.status()).isEqualTo(418);
    assertThat(response.headers()).containsEntry("x-twice", "a, b");
    assertThat(response.body()).containsExactly('h', 'i');
  }

  @Test
  void a_private_address_is_refused_at_the_moment_of_connecting() {
    assertFails(guarded, request("/"), Kind.REFUSED);
    assertFails(
        guarded,
        request(
            URI.create("http://localhost:" + server.getAddress().getPort()), Duration.ofSeconds(5)),
        Kind.REFUSED);
  }

  @Test
  void a_redirect_does_not_lead_where_the_policy_does_not() {
    assertFails(open, request("/redirect"), Kind.REFUSED);
  }

  @Test
  void an_answer_over_the_limit_is_not_read_to_its_end() {
    assertFails(open, request("/big"), Kind.TOO_LARGE);
  }

  @Test
  void an_answer_that_drips_is_cut_at_the_time_limit() {
    URI slow = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/slow");
    assertFails(open, request(slow, Duration.ofMillis(300)), Kind.TIMEOUT);
  }

  @Test
  void nobody_there_unknown_hosts_and_other_schemes_are_told_apart() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    assertFails(
        open,
        request(URI.create("http://127.0.0.1:" + closed + "/"), Duration.ofSeconds(5)),
        Kind.NETWORK);
    assertFails(
        open,
        request(URI.create("http://no-such-host.invalid/"), Duration.ofSeconds(5)),
        Kind.NETWORK);
    assertFails(
        open, request(URI.create("file:///etc/passwd"), Duration.ofSeconds(5)), Kind.INVALID_URL);
    assertFails(open, request(URI.create("/relative"), Duration.ofSeconds(5)), Kind.INVALID_URL);
  }
}
