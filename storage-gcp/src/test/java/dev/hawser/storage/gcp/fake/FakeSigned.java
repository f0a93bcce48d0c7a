package dev.hawser.storage.gcp.fake;

import com.google.api.client.json.GenericJson;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The XML API: downloads with a token, and requests with a V4 signature in their query. */
final class FakeSigned {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT);
  private static final long SEVEN_DAYS = 604_800;

  private final FakeObjects objects;
  private final FakeReads reads;
  private final FakeTokens tokens;
  private final Map<String, PublicKey> accounts;

  FakeSigned(
      FakeObjects objects, FakeReads reads, FakeTokens tokens, Map<String, PublicKey> accounts) {
    this.tokens = tokens;
    this.objects = objects;
    this.reads = reads;
    this.accounts = accounts;
  }

  void handle(FakeRequest request) throws IOException {
    try {
      boolean token = request.header("Authorization").isPresent();
      if (token) {
        tokens.check(request.header("Authorization"), "storage.objects.get");
      } else {
        check(request);
      }
      List<String> segments = request.segments("/");
      String bucket = segments.getFirst();
      String name = String.join("/", segments.subList(1, segments.size()));
      switch (request.method() + (token ? " by token" : "")) {
        case "GET", "GET by token" -> reads.describedContent(request, bucket, name);
        case "PUT" -> put(request, bucket, name);
        default -> throw new FakeRefusal(405, "MethodNotAllowed", request.method());
      }
    } catch (FakeRefusal refusal) {
      request
          .with("Content-Type", "application/xml; charset=UTF-8")
          .answer(refusal.status(), refusal.xml().getBytes(StandardCharsets.UTF_8));
    }
  }

  private void put(FakeRequest request, String bucket, String name)
      throws FakeRefusal, IOException {
    byte[] body = request.body().readAllBytes();
    String range = request.header("x-goog-content-length-range").orElse("0," + Long.MAX_VALUE);
    if (body.length < Long.parseLong(range.split(",")[0])) {
      throw new FakeRefusal(400, "EntityTooSmall", "Your proposed upload is too small.");
    }
    if (body.length > Long.parseLong(range.split(",")[1])) {
      throw new FakeRefusal(400, "EntityTooLarge", "Your proposed upload is too large.");
    }
    GenericJson description = new GenericJson();
    description.set("name", name);
    description.set("contentType", request.header("Content-Type").orElse("binary/octet-stream"));
    Path file = Files.write(objects.newFile(), body);
    objects.put(bucket, description, OptionalLong.empty(), file);
    request.answer(200);
  }

  private void check(FakeRequest request) throws FakeRefusal {
    SortedMap<String, String> query = new TreeMap<>(request.query());
    String signature = query.remove("X-Goog-Signature");
    String[] credential = query.getOrDefault("X-Goog-Credential", "").split("/", 2);
    PublicKey key = accounts.get(credential[0]);
    if (signature == null || key == null || !signature.matches("([0-9a-f]{2})+")) {
      throw new FakeRefusal(403, "AccessDenied", "Access denied.");
    }
    String date = query.getOrDefault("X-Goog-Date", "");
    Instant signed = LocalDateTime.parse(date, TIME).toInstant(ZoneOffset.UTC);
    long validity = Long.parseLong(query.getOrDefault("X-Goog-Expires", "0"));
    Instant now = InstantSource.system().instant();
    if (validity > SEVEN_DAYS
        || signed.isAfter(now.plusSeconds(900))
        || !now.isBefore(signed.plusSeconds(validity))) {
      throw new FakeRefusal(400, "ExpiredToken", "The provided token has expired.");
    }
    String text =
        String.join(
            "\n", "GOOG4-RSA-SHA256", date, credential[1], sha256(canonical(request, query)));
    if (!credential[1].equals(date.substring(0, 8) + "/auto/storage/goog4_request")
        || !FakeTokens.isSigned(key, text, HexFormat.of().parseHex(signature))) {
      throw new FakeRefusal(403, "SignatureDoesNotMatch", "Access denied.");
    }
  }

  /** From what has arrived, not from what should have. */
  private static String canonical(FakeRequest request, SortedMap<String, String> query)
      throws FakeRefusal {
    String names = query.getOrDefault("X-Goog-SignedHeaders", "");
    List<String> signed = List.of(names.split(";"));
    for (String name : request.headerNames()) {
      String small = name.toLowerCase(Locale.ROOT);
      if (small.startsWith("x-goog-") && !signed.contains(small)) {
        throw new FakeRefusal(400, "MalformedSecurityHeader", "Header was not signed: " + small);
      }
    }
    String headers =
        signed.stream()
            .map(name -> name + ":" + request.header(name).orElse("").strip() + "\n")
            .collect(Collectors.joining());
    String parameters =
        query.entrySet().stream()
            .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&"));
    return String.join(
        "\n", request.method(), request.path(), parameters, headers, names, "UNSIGNED-PAYLOAD");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
