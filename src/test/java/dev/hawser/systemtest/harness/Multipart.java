package dev.hawser.systemtest.harness;

import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Builds multipart bodies, right ones and wrong ones. */
public final class Multipart {
  public static final String TYPE = "multipart/form-data; boundary=hawserTestBoundary";
  private static final String DASHED = "--hawserTestBoundary";
  private final List<BodyPublisher> parts = new ArrayList<>();

  public Multipart field(String name, String value) {
    return part("Content-Disposition: form-data; name=\"" + name + "\"", value);
  }

  public Multipart file(String name, String fileName, String type, String content) {
    return part(fileHead(name, fileName, type), content);
  }

  public Multipart file(String name, String fileName, String type, Supplier<InputStream> content) {
    parts.add(text(DASHED + "\r\n" + fileHead(name, fileName, type) + "\r\n\r\n"));
    parts.add(BodyPublishers.ofInputStream(content));
    parts.add(text("\r\n"));
    return this;
  }

  /** A part with these headers, separated by CRLF. */
  public Multipart part(String headers, String content) {
    parts.add(text(DASHED + "\r\n" + headers + "\r\n\r\n" + content + "\r\n"));
    return this;
  }

  public BodyPublisher body() {
    List<BodyPublisher> all = new ArrayList<>(parts);
    all.add(text(DASHED + "--\r\n"));
    return BodyPublishers.concat(all.toArray(BodyPublisher[]::new));
  }

  private static String fileHead(String name, String fileName, String type) {
    return "Content-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: %s"
        .formatted(name, fileName.replace("\"", "%22"), type);
  }

  private static BodyPublisher text(String text) {
    return BodyPublishers.ofString(text, StandardCharsets.UTF_8);
  }
}
