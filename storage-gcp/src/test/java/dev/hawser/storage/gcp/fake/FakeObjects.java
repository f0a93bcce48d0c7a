package dev.hawser.storage.gcp.fake;

import com.google.api.client.json.GenericJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** Buckets and their objects: descriptions in memory, contents in files. One lock for all. */
final class FakeObjects {
  private final Map<String, NavigableMap<String, Stored>> buckets = new HashMap<>();
  private final Path folder;
  private long lastFile;
  private long lastGeneration;

  FakeObjects(Path folder) {
    this.folder = folder;
  }

  record Stored(
      String bucket,
      String name,
      long generation,
      Instant created,
      String contentType,
      Map<String, String> metadata,
      Path file,
      long size,
      String crc32c) {
    GenericJson json() {
      GenericJson json = new GenericJson();
      json.set("kind", "storage#object").set("bucket", bucket).set("name", name);
      json.set("generation", Long.toString(generation)).set("metageneration", "1");
      json.set("timeCreated", created.toString()).set("updated", created.toString());
      json.set("size", Long.toString(size)).set("contentType", contentType);
      json.set("crc32c", crc32c);
      return metadata.isEmpty() ? json : json.set("metadata", metadata);
    }
  }

  /** An object and its content, which stays readable when the object is replaced or deleted. */
  record Opened(Stored object, InputStream content) {}

  synchronized void createBucket(String name) {
    buckets.putIfAbsent(name, new TreeMap<>());
  }

  synchronized Path newFile() {
    return folder.resolve("content-" + ++lastFile);
  }

  synchronized void check(String bucket, String name, OptionalLong generation) throws FakeRefusal {
    Stored current = bucket(bucket).get(name);
    long there = current == null ? 0 : current.generation();
    if (generation.isPresent() && generation.getAsLong() != there) {
      throw FakeRefusal.condition();
    }
  }

  /** Makes an object of a finished file. */
  synchronized Stored put(
      String bucket, GenericJson description, OptionalLong ifGeneration, Path file)
      throws FakeRefusal, IOException {
    String name = (String) description.get("name");
    check(bucket, name, ifGeneration);
    String crc32c = crc32c(file);
    Object expected = description.get("crc32c");
    if (expected != null && !expected.equals(crc32c)) {
      throw FakeRefusal.invalid(
          "Provided CRC32C \"%s\" doesn't match calculated CRC32C \"%s\"."
              .formatted(expected, crc32c));
    }
    Instant now = InstantSource.system().instant();
    lastGeneration = Math.max(lastGeneration + 1, ChronoUnit.MICROS.between(Instant.EPOCH, now));
    Map<String, String> metadata = new TreeMap<>();
    if (description.get("metadata") instanceof Map<?, ?> given) {
      given.forEach((key, value) -> metadata.put((String) key, (String) value));
    }
    Stored stored =
        new Stored(
            bucket,
            name,
            lastGeneration,
            now.truncatedTo(ChronoUnit.MILLIS),
            String.valueOf(description.get("contentType")),
            metadata,
            file,
            Files.size(file),
            crc32c);
    forget(bucket(bucket).put(name, stored));
    return stored;
  }

  synchronized Stored get(String bucket, String name, OptionalLong generation) throws FakeRefusal {
    Stored stored = bucket(bucket).get(name);
    if (stored == null
        || (generation.isPresent() && generation.getAsLong() != stored.generation())) {
      throw FakeRefusal.noObject(bucket, name);
    }
    return stored;
  }

  synchronized Opened open(String bucket, String name, OptionalLong generation)
      throws FakeRefusal, IOException {
    Stored stored = get(bucket, name, generation);
    return new Opened(stored, Files.newInputStream(stored.file()));
  }

  synchronized void delete(String bucket, String name) throws FakeRefusal, IOException {
    Stored stored = bucket(bucket).remove(name);
    if (stored == null) {
      throw FakeRefusal.noObject(bucket, name);
    }
    forget(stored);
  }

  /** Names from this one on, in order; a copy. */
  synchronized NavigableMap<String, Stored> from(String bucket, String start) throws FakeRefusal {
    return new TreeMap<>(bucket(bucket).tailMap(start, true));
  }

  private NavigableMap<String, Stored> bucket(String name) throws FakeRefusal {
    NavigableMap<String, Stored> bucket = buckets.get(name);
    if (bucket == null) {
      throw FakeRefusal.noBucket();
    }
    return bucket;
  }

  private static void forget(Stored stored) throws IOException {
    if (stored != null) {
      Files.delete(stored.file());
    }
  }

  private static String crc32c(Path file) throws IOException {
    CRC32C checksum = new CRC32C();
    byte[] buffer = new byte[64 << 10];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        checksum.update(buffer, 0, count);
      }
    }
    byte[] bytes = new byte[4];
    for (int i = 0; i < 4; i++) {
      bytes[i] = (byte) (checksum.getValue() >>> (24 - 8 * i));
    }
    return java.util.Base64.getEncoder().encodeToString(bytes);
  }
}
