package dev.hawser.app.internal.cli.client;

import dev.hawser.core.json.Json;
import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A multipart body: fields that are JSON values, and files that are read while they are sent.
 *
 * @param fields by name
 * @param files in order; a name may be there several times
 */
public record FileUpload(Map<String, ? extends @Nullable Object> fields, List<Named> files) {
  /** A file and the field that it is sent as. */
  public record Named(String field, Path file) {}

  /** A body that can be sent, several times if need be. */
  record Body(String contentType, BodyPublisher bytes) {}

  Body body() throws FileNotFoundException {
    String boundary = "hawser-" + UUID.randomUUID();
    List<BodyPublisher> parts = new ArrayList<>();
    fields.forEach(
        (name, value) -> {
          parts.add(text(head(boundary, name, null) + "Content-Type: application/json\r\n\r\n"));
          parts.add(BodyPublishers.ofByteArray(Json.write(value)));
          parts.add(text("\r\n"));
        });
    for (Named file : files) {
      String name = String.valueOf(file.file().getFileName());
      String type = "Content-Type: " + FileTypes.of(name) + "\r\n\r\n";
      parts.add(text(head(boundary, file.field(), name) + type));
      parts.add(BodyPublishers.ofFile(file.file()));
      parts.add(text("\r\n"));
    }
    parts.add(text("--" + boundary + "--\r\n"));
    return new Body(
        "multipart/form-data; boundary=" + boundary,
        BodyPublishers.concat(parts.toArray(BodyPublisher[]::new)));
  }

  private static String head(String boundary, String name, @Nullable String fileName) {
    return "--"
        + boundary
        + "\r\nContent-Disposition: form-data; name=\""
        + quoted(name)
        + (fileName == null ? "" : "\"; filename=\"" + quoted(fileName))
        + "\"\r\n";
  }

  private static String quoted(String name) {
    return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static BodyPublisher text(String text) {
    return BodyPublishers.ofString(text, StandardCharsets.UTF_8);
  }
}
