package dev.hawser.core.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.hawser.core.json.Json;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** A real server on a random port, seen through plain HTTP. */
class HttpEdgeIT {
  private static EmbeddedServer server;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final int MANY = 100_000;

  private final ListAppender<ILoggingEvent> log =
      new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent event) {
          event.prepareForDeferredProcessing(); // reads the log context while we are on its thread
          super.append(event);
        }
      };

  @BeforeAll
  static void start() {
    server =
        ApplicationContext.run(
            EmbeddedServer.class,
            Map.of(
                "micronaut.server.port",
                -1,
                "micronaut.server.max-request-size",
                "64KB",
                "micronaut.security.reject-not-found",
                false));
  }

  @AfterAll
  static void stop() {
    server.close();
    CLIENT.close();
  }

  @BeforeEach
  void listen() {
    log.list = new CopyOnWriteArrayList<>(); // servers write while tests read
    log.start();
    root().addAppender(log);
  }

  @AfterEach
  void stopListening() {
    root().detachAppender(log);
  }

  @ParameterizedTest
  @CsvSource({
    "not-found,404,false",
    "conflict,409,false",
    "precondition,412,false",
    "invalid,422,false",
    "denied,403,false",
    "unauthenticated,401,false",
    "rate,429,true",
    "large,413,false",
    "unavailable,503,true",
    "internal,500,false"
  })
  void our_errors_become_problem_documents(String kind, int status, boolean retryable)
      throws Exception {
    HttpResponse<byte[]> answer = send(get("/api/test/error/" + kind));
    for (int i = 0; i < MANY && status == 429 && lines().isEmpty(); i++) {
      answer = send(get("/api/test/error/" + kind)); // one a second has a line
    }
    Map<?, ?> problem = problem(answer, status, "test.it-happened");
    assertThat(problem.get("retryable")).isEqualTo(retryable);
    assertThat(text(answer)).doesNotContain("secret");
    assertThat(lines()).hasSize(1);
    ILoggingEvent line = lines().getFirst();
    assertThat(line.getMDCPropertyMap()).containsEntry("traceId", (String) problem.get("traceId"));
    assertThat(line.getFormattedMessage()).doesNotContain("\n");
    assertThat(line.getThrowableProxy() != null).isEqualTo(status == 500);
  }

  private List<ILoggingEvent> lines() {
    return log.list.stream().filter(e -> e.getLevel().isGreaterOrEqual(Level.INFO)).toList();
  }

  @Test
  void a_limit_says_when_to_come_back_unless_coming_back_is_useless() throws Exception {
    assertThat(send(get("/api/test/error/rate")).headers().firstValue("Retry-After")).contains("2");
    assertThat(send(get("/api/test/error/large")).headers().firstValue("Retry-After")).isEmpty();
  }

  @Test
  void problems_are_listed_with_what_is_known_of_them() throws Exception {
    Map<?, ?> problem = problem(send(get("/api/test/error/invalid")), 422, "test.it-happened");
    assertThat(problem.get("problems"))
        .isEqualTo(
            List.of(
                Map.of("pointer", "/a", "message", "a is wrong", "suggestion", "b", "line", 3L)));
  }

  @Test
  void a_database_that_is_away_is_a_reason_to_try_again() throws Exception {
    HttpResponse<byte[]> answer = send(get("/api/test/error/database"));
    assertThat(problem(answer, 503, "core.database-unavailable").get("retryable")).isEqualTo(true);
    assertThat(text(answer)).doesNotContain("secret");
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void a_bug_says_nothing_outside_and_everything_in_the_log() throws Exception {
    HttpResponse<byte[]> answer = send(get("/api/test/error/bug"));
    problem(answer, 500, "core.internal");
    assertThat(text(answer)).doesNotContain("secret").doesNotContain("Exception");
    assertThat(log.list)
        .filteredOn(e -> e.getLevel() == Level.ERROR)
        .singleElement()
        .satisfies(e -> assertThat(e.getThrowableProxy()).isNotNull());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET|/api/test/nowhere||404|core.route-not-found",
        "DELETE|/api/test/greet||405|core.method-not-allowed",
        "GET|/api/test/query||400|core.argument-missing",
        "GET|/api/test/query?limit=many||400|core.argument-invalid",
        "GET|/api/test/query?limit=1&more=%00||400|core.argument-invalid",
        "GET|/api/test/error/%00||400|core.argument-invalid",
        "GET|/hooks/x||404|core.route-not-found",
        "GET|/api/test/me||401|core.unauthenticated",
        "GET|/api/test/careless||401|core.unauthenticated",
        "POST|/api/test/greet|{\"name\":|400|core.body-malformed",
        "POST|/api/test/greet|{\"name\":\"x\",\"times\":\"often\"}|400|core.argument-invalid",
        "POST|/api/test/greet|[1]|400|core.argument-invalid",
        "POST|/api/test/greet||400|core.argument-missing",
        "POST|/api/test/fields|{\"name\":|422|core.body-malformed",
        "POST|/api/test/fields|7|422|core.body-malformed"
      })
  void what_the_framework_refuses_looks_the_same(
      String method, String path, String body, int status, String code) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.getURI().resolve(path))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    HttpResponse<byte[]> answer = send(request.header("Content-Type", "application/json"));
    problem(answer, status, code);
    assertThat(text(answer)).doesNotContain("dev.hawser").doesNotContain("Greeting");
    assertThat(log.list)
        .filteredOn(e -> e.getLevel().isGreaterOrEqual(Level.INFO))
        .singleElement()
        .satisfies(e -> assertThat(e.getThrowableProxy()).isNull());
  }

  @Test
  void media_types_that_are_not_understood_are_refused() throws Exception {
    HttpRequest.Builder xml =
        post("/api/test/greet", "<a/>").setHeader("Content-Type", "application/xml");
    problem(send(xml), 415, "core.unsupported-media-type");
    HttpRequest.Builder accept = get("/api/test/page").header("Accept", "application/xml");
    problem(send(accept), 406, "core.not-acceptable");
  }

  @Test
  void methods_that_are_not_allowed_come_with_those_that_are() throws Exception {
    HttpResponse<byte[]> answer = send(get("/api/test/greet"));
    problem(answer, 405, "core.method-not-allowed");
    assertThat(answer.headers().firstValue("Allow")).contains("POST");
  }

  @Test
  void a_body_over_the_limit_is_refused() throws Exception {
    problem(send(post("/api/test/fields", "x".repeat(65 * 1024))), 413, "core.body-too-large");
  }

  @Test
  void all_wrong_fields_are_named_at_once() throws Exception {
    Map<?, ?> problem =
        problem(
            send(post("/api/test/fields", "{\"name\":\"too long\",\"until\":\"x\",\"odd\":1}")),
            422,
            "core.body-invalid");
    List<Object> pointers = new ArrayList<>();
    for (Object one : (List<?>) requireNonNull(problem.get("problems"))) {
      pointers.add(((Map<?, ?>) one).get("pointer"));
    }
    assertThat(pointers).containsExactly("/name", "/until", "/odd");
    assertThat(text(send(post("/api/test/fields", "{\"name\":\"ok\"}")))).isEqualTo("oknull");
  }

  @Test
  void credentials_give_a_caller_and_rejected_ones_their_reason() throws Exception {
    assertThat(text(send(get("/api/test/organization").header("Authorization", "Bearer member"))))
        .isEqualTo("usr_test");
    problem(
        send(get("/api/test/secrets").header("Authorization", "Bearer member")),
        403,
        "core.access-denied");
    problem(
        send(get("/api/test/me").header("Authorization", "Bearer member")),
        404,
        "identity.project-not-found");
    assertThat(text(send(get("/api/test/me").header("Authorization", "Bearer right"))))
        .isEqualTo("key_test");
    HttpResponse<byte[]> expired =
        send(get("/api/test/me").header("Authorization", "Bearer expired"));
    assertThat(problem(expired, 401, "test.it-happened").get("detail"))
        .isEqualTo("This key has expired.");
    assertThat(expired.headers().firstValue("WWW-Authenticate")).isPresent();
    assertThat(send(get("/api/test/page").header("Authorization", "Bearer expired")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void a_trace_goes_on_and_is_in_the_log_context_of_the_worker_thread() throws Exception {
    HttpResponse<byte[]> answer =
        send(
            get("/api/test/trace")
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .header("X-Request-Id", "abc-123"));
    assertThat(answer.headers().firstValue("X-Request-Id")).contains("abc-123");
    assertThat(text(answer))
        .contains("00-0af7651916cd43dd8448eb211c80319c-")
        .contains("\"logTraceId\":\"0af7651916cd43dd8448eb211c80319c\"")
        .contains("\"logRequestId\":\"abc-123\"")
        .doesNotContain("b7ad6b7169203331");
    String other = text(send(get("/api/test/trace")));
    assertThat(other).doesNotContain("0af7651916cd43dd8448eb211c80319c").doesNotContain("abc-123");
  }

  @Test
  void every_answer_has_its_protective_headers() throws Exception {
    HttpResponse<byte[]> page = send(get("/api/test/page"));
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("frame-ancestors 'none'")
        .contains("default-src 'self'");
    for (String path : List.of("/api/test/trace", "/api/test/nowhere", "/api/test/error/bug")) {
      var headers = send(get(path)).headers();
      assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(headers.allValues("Cache-Control")).containsExactly("no-store");
      assertThat(headers.allValues("X-Request-Id")).hasSize(1);
    }
  }

  @Test
  void idempotency_keys_are_read_with_and_without_quotes() throws Exception {
    assertThat(text(send(post("/api/test/key", "").header("Idempotency-Key", "\"k-1\""))))
        .isEqualTo("k-1");
    assertThat(text(send(post("/api/test/key", "").header("Idempotency-Key", "k-1"))))
        .isEqualTo("k-1");
    assertThat(text(send(post("/api/test/key", "")))).isEqualTo("none");
    for (String wrong : List.of("", "\"\"", "a b", "x".repeat(256))) {
      HttpRequest.Builder request = post("/api/test/key", "").header("Idempotency-Key", wrong);
      problem(send(request), 422, "core.idempotency-key-invalid");
    }
    HttpRequest.Builder twice =
        post("/api/test/key", "").header("Idempotency-Key", "a").header("Idempotency-Key", "b");
    problem(send(twice), 422, "core.idempotency-key-invalid");
  }

  private static Map<?, ?> problem(HttpResponse<byte[]> answer, int status, String code)
      throws Exception {
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(status);
    assertThat(answer.headers().allValues("Content-Type"))
        .containsExactly("application/problem+json");
    Map<?, ?> problem = (Map<?, ?>) requireNonNull(Json.read(answer.body()));
    assertThat(problem.get("code")).isEqualTo(code);
    assertThat(problem.get("status")).isEqualTo((long) status);
    assertThat((String) problem.get("traceId")).matches("[0-9a-f]{32}");
    assertThat((String) problem.get("detail")).isNotBlank();
    return problem;
  }

  private static HttpRequest.Builder get(String path) {
    return HttpRequest.newBuilder(server.getURI().resolve(path));
  }

  private static HttpRequest.Builder post(String path, String body) {
    return HttpRequest.newBuilder(server.getURI().resolve(path))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), UTF_8);
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }
}
