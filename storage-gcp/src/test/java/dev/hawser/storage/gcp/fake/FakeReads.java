package dev.hawser.storage.gcp.fake;

import com.google.api.client.json.GenericJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Descriptions, listings and contents. */
final class FakeReads {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

  private final FakeObjects objects;
  private volatile boolean silent;

  FakeReads(FakeObjects objects) {
    this.objects = objects;
  }

  void describe(FakeRequest request, String bucket, String name) throws FakeRefusal, IOException {
    request.answer(200, objects.get(bucket, name, request.number("generation")).json());
  }

  /** {@code startOffset} takes part, {@code pageToken} is the last name of the page before. */
  void list(FakeRequest request, String bucket) throws FakeRefusal, IOException {
    String prefix = request.parameter("prefix").orElse("");
    String start = request.parameter("startOffset").orElse("");
    String after = request.parameter("pageToken").orElse("");
    long limit = request.number("maxResults").orElse(1_000);
    List<GenericJson> items = new ArrayList<>();
    GenericJson answer = new GenericJson();
    for (Map.Entry<String, FakeObjects.Stored> entry : objects.from(bucket, start).entrySet()) {
      String name = entry.getKey();
      if (name.startsWith(prefix) && name.compareTo(after) > 0) {
        if (items.size() == limit) {
          answer.set("nextPageToken", items.getLast().get("name"));
          break;
        }
        items.add(entry.getValue().json());
      }
    }
    if (!items.isEmpty()) {
      answer.set("items", items); // absent when there are none
    }
    request.answer(200, answer);
  }

  /** As the JSON API gives it: hardly described. */
  void content(FakeRequest request, String bucket, String name) throws FakeRefusal, IOException {
    FakeObjects.Opened opened = objects.open(bucket, name, request.number("generation"));
    try (InputStream content = opened.content()) {
      send(request, opened.object(), content);
    }
  }

  /** As the XML API gives it: described in headers. */
  void describedContent(FakeRequest request, String bucket, String name)
      throws FakeRefusal, IOException {
    FakeObjects.Opened opened = objects.open(bucket, name, OptionalLong.empty());
    FakeObjects.Stored object = opened.object();
    try (InputStream content = opened.content()) {
      if (!silent) {
        request
            .with("Last-Modified", HTTP_DATE.format(object.created()))
            .with("X-Goog-Stored-Content-Encoding", "identity")
            .with("X-Goog-Stored-Content-Length", Long.toString(object.size()));
        object.metadata().forEach((key, value) -> request.with("X-Goog-Meta-" + key, value));
      }
      send(request, object, content);
    }
  }

  /** From now on no answer describes more than those of the JSON API. */
  void silence() {
    silent = true;
  }

  private static void send(FakeRequest request, FakeObjects.Stored object, InputStream content)
      throws FakeRefusal, IOException {
    request
        .with("Content-Type", object.contentType())
        .with("X-Goog-Generation", Long.toString(object.generation()))
        .with("X-Goog-Hash", "crc32c=" + object.crc32c());
    request
        .parameter("response-content-disposition")
        .ifPresent(header -> request.with("Content-Disposition", header));
    request
        .parameter("response-content-type")
        .ifPresent(type -> request.with("Content-Type", type));
    Matcher range = RANGE.matcher(request.header("Range").orElse(""));
    if (!range.matches()) {
      send(request, 200, content, object.size());
      return;
    }
    long from = Long.parseLong(range.group(1));
    if (from >= object.size()) {
      throw new FakeRefusal(416, "requestedRangeNotSatisfiable", "Request range not satisfiable");
    }
    long to =
        range.group(2).isEmpty()
            ? object.size() - 1
            : Math.min(Long.parseLong(range.group(2)), object.size() - 1);
    request.with("Content-Range", "bytes %d-%d/%d".formatted(from, to, object.size()));
    content.skipNBytes(from);
    send(request, 206, content, to - from + 1);
  }

  private static void send(FakeRequest request, int status, InputStream content, long length)
      throws IOException {
    byte[] buffer = new byte[64 << 10];
    try (OutputStream out = request.open(status, length)) {
      long left = length;
      while (left > 0) {
        int count = content.read(buffer, 0, (int) Math.min(buffer.length, left));
        out.write(buffer, 0, count);
        left -= count;
      }
    }
  }
}
