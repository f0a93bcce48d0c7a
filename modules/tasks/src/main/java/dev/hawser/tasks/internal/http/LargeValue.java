package dev.hawser.tasks.internal.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hawser.core.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands for a value that is not shown whole.
 *
 * @param size of its JSON in bytes
 * @param url where the whole can be had; null while it is in memory only
 */
record LargeValue(long size, @Nullable String url) {
  static final int PREVIEW_BYTES = 1_000;
  private static final String NAME = "$value";

  Map<String, @Nullable Object> json() {
    return json("preview", null);
  }

  /**
   * @param json the beginning of the value's JSON, or all of it
   */
  Map<String, @Nullable Object> withPreview(byte[] json) {
    return json("preview", text(json));
  }

  /**
   * @param reason {@code missing}, {@code damaged} or {@code storage}
   */
  Map<String, @Nullable Object> unavailable(String reason) {
    return json("unavailable", reason);
  }

  private Map<String, @Nullable Object> json(String name, @Nullable Object value) {
    Map<String, @Nullable Object> about = new LinkedHashMap<>();
    about.put("size", size);
    about.put(name, value);
    about.put("url", url);
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put(NAME, about);
    return json;
  }

  /** The value itself, or what stands for it when its JSON is larger than the limit. */
  static Object unlessSmall(Object value, int limit) {
    Measure measure = new Measure();
    try (JsonGenerator out = Json.generator(measure)) {
      Json.write(out, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return measure.size <= limit
        ? value
        : new LargeValue(measure.size, null).withPreview(measure.beginning.toByteArray());
  }

  /** The first characters; one that the bytes end in the middle of is left out. */
  private static String text(byte[] utf8) {
    int length = Math.min(utf8.length, PREVIEW_BYTES);
    if (length < utf8.length || length == PREVIEW_BYTES) {
      int start = length;
      while (start > 0 && (utf8[start - 1] & 0xC0) == 0x80) {
        start--;
      }
      if (start > 0 && (utf8[start - 1] & 0x80) != 0) {
        length = start - 1; // the last character may be cut; it is not missed
      }
    }
    return new String(utf8, 0, length, StandardCharsets.UTF_8);
  }

  private static final class Measure extends OutputStream {
    private final ByteArrayOutputStream beginning = new ByteArrayOutputStream();
    private long size;

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
      size += count;
      beginning.write(bytes, offset, Math.min(count, PREVIEW_BYTES - beginning.size()));
    }
  }
}
