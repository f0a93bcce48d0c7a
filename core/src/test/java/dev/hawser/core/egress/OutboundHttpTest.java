package dev.hawser.core.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.hawser.core.egress.EgressSettings.Tenancy;
import dev.hawser.core.egress.OutboundException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
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
          byte[] body = exchange.getRequestBody().readAllBytes();
          switch (path) {
            case "/big" -> {
              exchange.sendResponseHeaders(200, 0);
              try (var out = exchange.getResponseBody()) {
                out.write(new byte[10_000]);
              }
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
        "POST", url, List.of(), new byte[] {'h', 'i'}, "text/plain", true, timeout, 5_000);
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
