package dev.hawser.storage.gcp.fake;

import com.google.api.client.json.GenericJson;
import com.google.api.client.json.gson.GsonFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Uploads: in one request with two parts, or in a session. */
final class FakeUploads {
  private final FakeObjects objects;
  private final Map<String, FakeSession> sessions = new ConcurrentHashMap<>();

  FakeUploads(FakeObjects objects) {
    this.objects = objects;
  }

  /** How many uploads are neither finished nor cancelled. */
  int openSessions() {
    return (int) sessions.values().stream().filter(session -> !session.isFinished()).count();
  }

  void handle(FakeRequest request, String bucket) throws FakeRefusal, IOException {
    String id = request.parameter("upload_id").orElse("");
    if (!id.isEmpty()) {
      inSession(request, id);
      return;
    }
    switch (request.parameter("uploadType").orElse("")) {
      case "multipart" -> atOnce(request, bucket);
      case "resumable" -> start(request, bucket);
      default -> throw FakeRefusal.invalid("uploadType");
    }
  }

  private void atOnce(FakeRequest request, String bucket) throws FakeRefusal, IOException {
    String type = request.header("Content-Type").orElse("");
    if (!type.startsWith("multipart/related")) {
      throw FakeRefusal.invalid("Bad content type: " + type);
    }
    byte[] body = complete(request, request.body());
    List<FakeMultipart.Part> parts = FakeMultipart.parse(type, body);
    GenericJson description =
        GsonFactory.getDefaultInstance().fromString(parts.get(0).text(), GenericJson.class);
    Path file = Files.write(objects.newFile(), parts.get(1).bytes());
    objects.check(bucket, (String) description.get("name"), request.number("ifGenerationMatch"));
    request.answer(
        200, objects.put(bucket, description, request.number("ifGenerationMatch"), file).json());
  }

  /** A request that breaks off has no effect. */
  private static byte[] complete(FakeRequest request, InputStream in) throws IOException {
    byte[] body = in.readAllBytes();
    long announced = request.header("Content-Length").map(Long::parseLong).orElse(-1L);
    boolean packed = request.header("Content-Encoding").isPresent();
    if (!packed && announced >= 0 && announced != body.length) {
      throw new IOException("the request broke off");
    }
    return body;
  }

  private void start(FakeRequest request, String bucket) throws FakeRefusal, IOException {
    GenericJson description = request.bodyAsJson();
    request.parameter("name").ifPresent(name -> description.set("name", name));
    String name = (String) description.get("name");
    objects.check(bucket, name, request.number("ifGenerationMatch"));
    String id = UUID.randomUUID().toString();
    sessions.put(
        id,
        new FakeSession(
            objects, bucket, description, request.number("ifGenerationMatch"), objects.newFile()));
    request
        .with(
            "Location",
            "http://%s/upload/storage/v1/b/%s/o?uploadType=resumable&name=%s&upload_id=%s"
                .formatted(
                    request.host(),
                    bucket,
                    java.net.URLEncoder.encode(name, StandardCharsets.UTF_8),
                    id))
        .answer(200);
  }

  private void inSession(FakeRequest request, String id) throws FakeRefusal, IOException {
    FakeSession session = sessions.get(id);
    if (session == null) {
      throw new FakeRefusal(410, "gone", "The upload was cancelled.");
    }
    switch (request.method()) {
      case "PUT" -> session.put(request);
      case "DELETE" -> {
        if (session.cancel()) {
          sessions.remove(id);
        }
        request.answer(499);
      }
      default -> throw new FakeRefusal(405, "methodNotAllowed", request.method());
    }
  }
}
