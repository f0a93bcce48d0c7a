package dev.hawser.storage.gcp.fake;

import com.google.api.client.json.GenericJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A resumable upload. Keeps what arrives in whole blocks of 256 KiB, whatever becomes of the
 * request; what is left over at the end of a request is kept only if it ends the object.
 */
final class FakeSession {
  private static final int BLOCK = 256 << 10;
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (?:(\\d+)-(\\d+)|\\*)/(\\d+|\\*)");

  private final FakeObjects objects;
  private final String bucket;
  private final GenericJson description;
  private final OptionalLong ifGeneration;
  private final Path file;
  private long size;
  private FakeObjects.Stored finished;

  FakeSession(
      FakeObjects objects,
      String bucket,
      GenericJson description,
      OptionalLong ifGeneration,
      Path file)
      throws IOException {
    this.objects = objects;
    this.bucket = bucket;
    this.description = description;
    this.ifGeneration = ifGeneration;
    this.file = Files.createFile(file);
  }

  synchronized boolean isFinished() {
    return finished != null;
  }

  /** False when it is too late. */
  synchronized boolean cancel() throws IOException {
    return finished == null && Files.deleteIfExists(file);
  }

  synchronized void put(FakeRequest request) throws FakeRefusal, IOException {
    Matcher range = CONTENT_RANGE.matcher(request.header("Content-Range").orElse(""));
    if (!range.matches()) {
      throw FakeRefusal.invalid("Failed to parse Content-Range header.");
    }
    if (finished != null) {
      request.answer(200, finished.json());
      return;
    }
    String total = range.group(3);
    if (range.group(1) != null) {
      long end = Long.parseLong(range.group(2)) + 1;
      append(request.body(), Long.parseLong(range.group(1)), end, total.equals("" + end));
    }
    if (!total.equals(Long.toString(size))) {
      if (size > 0) {
        request.with("Range", "bytes=0-" + (size - 1));
      }
      request.answer(308);
      return;
    }
    request
        .header("X-Goog-Hash")
        .ifPresent(hash -> description.set("crc32c", hash.substring("crc32c=".length())));
    finished = objects.put(bucket, description, ifGeneration, file);
    request.answer(200, finished.json());
  }

  private void append(InputStream in, long start, long end, boolean last) throws IOException {
    if (start > size) {
      return; // there is a gap: the answer says where to go on
    }
    in.skipNBytes(size - start);
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
      while (size < end) {
        byte[] block = in.readNBytes((int) Math.min(BLOCK, end - size));
        if (block.length == 0 || (block.length < BLOCK && !(last && size + block.length == end))) {
          return;
        }
        out.write(block);
        size += block.length;
      }
    }
  }
}
