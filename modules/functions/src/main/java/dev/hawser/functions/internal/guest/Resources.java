package dev.hawser.functions.internal.guest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.graalvm.polyglot.Source;

/** The JavaScript of our own, from the class path. */
final class Resources {
  private static final int MAX_BYTES = 4 << 20;

  private Resources() {}

  /** What every context runs first. */
  static Source bootstrap() {
    return source("bootstrap.js");
  }

  /** One of the libraries that functions get: a function that gives it. */
  static Source library(String name) {
    return source("lib/" + name + ".js");
  }

  private static Source source(String name) {
    String path = "/dev/hawser/functions/" + name;
    try (InputStream in = Resources.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("Not on the class path: " + path);
      }
      String code = new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
      return Source.newBuilder("js", code, name).internal(true).buildLiteral();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
