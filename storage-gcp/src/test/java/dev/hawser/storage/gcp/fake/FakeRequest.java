package dev.hawser.storage.gcp.fake;

import com.google.api.client.json.GenericJson;
import com.google.api.client.json.gson.GsonFactory;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.GZIPInputStream;

/** A request that came in, and the ways to answer it. */
final class FakeRequest {
  private final HttpExchange exchange;
  private final SortedMap<String, String> query = new TreeMap<>();

  FakeRequest(HttpExchange exchange) {
    this.exchange = exchange;
    String raw = exchange.getRequestURI().getRawQuery();
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      String[] parts = pair.split("=", 2);
      query.put(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
    }
  }

  /** PATCH and others arrive as POST with this header when the client cannot send them. */
  String method() {
    return header("X-HTTP-Method-Override").orElse(exchange.getRequestMethod());
  }

  /** Still encoded. */
  String path() {
    return exchange.getRequestURI().getRawPath();
  }

  /** Decoded segments of the path behind this beginning. */
  List<String> segments(String start) {
    List<String> segments = new ArrayList<>();
    for (String segment : path().substring(start.length()).split("/")) {
      segments.add(decoded(segment));
    }
    return segments;
  }

  SortedMap<String, String> query() {
    return query;
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name));
  }

  OptionalLong number(String name) {
    String text = query.get(name);
    return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  Iterable<String> headerNames() {
    return exchange.getRequestHeaders().keySet();
  }

  String host() {
    return header("Host").orElseThrow();
  }

  /** Unpacked: the client compresses what is JSON. */
  InputStream body() throws IOException {
    InputStream body = exchange.getRequestBody();
    return header("Content-Encoding").filter("gzip"::equals).isPresent()
        ? new GZIPInputStream(body)
        : body;
  }

  GenericJson bodyAsJson() throws IOException {
    String text = new String(body().readAllBytes(), StandardCharsets.UTF_8);
    return GsonFactory.getDefaultInstance().fromString(text, GenericJson.class);
  }

  FakeRequest with(String header, String value) {
    exchange.getResponseHeaders().set(header, value);
    return this;
  }

  void answer(int status) throws IOException {
    answer(status, new byte[0]);
  }

  /** With the fields that were asked for. */
  void answer(int status, GenericJson json) throws IOException {
    answerAll(
        status, parameter("fields").map(fields -> FakeFields.only(json, fields)).orElse(json));
  }

  /** Errors come as a whole. */
  void answer(FakeRefusal refusal) throws IOException {
    answerAll(refusal.status(), refusal.json());
  }

  private void answerAll(int status, GenericJson json) throws IOException {
    with("Content-Type", "application/json; charset=UTF-8");
    answer(status, GsonFactory.getDefaultInstance().toByteArray(json));
  }

  void answer(int status, byte[] body) throws IOException {
    try (OutputStream out = open(status, body.length)) {
      out.write(body);
    }
  }

  /** For bodies that are streamed. */
  OutputStream open(int status, long length) throws IOException {
    exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
    with("X-GUploader-UploadID", "fake-" + UUID.randomUUID());
    exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
    return length == 0 ? OutputStream.nullOutputStream() : exchange.getResponseBody();
  }

  static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
