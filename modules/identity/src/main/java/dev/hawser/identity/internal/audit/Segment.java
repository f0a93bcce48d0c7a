package dev.hawser.identity.internal.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.json.Json;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.storage.BlobKey;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a log in the archive: gzipped lines, the first one about the segment itself, then one
 * for each entry, as an export has them.
 *
 * @param from the first entry in it
 * @param to the last entry in it
 * @param previous the hash before the first entry
 * @param hash the hash of the last entry
 */
record Segment(
    OrganizationId organization, long from, long to, ChainHash previous, ChainHash hash) {
  static final String ROOT = "audit/";
  private static final Pattern NAME = Pattern.compile("([0-9]{15})-([0-9]{15})\\.ndjson\\.gz");

  /** The place of all segments of a log; their names sort like their entries. */
  static String folder(OrganizationId organization) {
    return ROOT + organization + "/";
  }

  BlobKey key() {
    return new BlobKey(
        folder(organization) + String.format(Locale.ROOT, "%015d-%015d.ndjson.gz", from, to));
  }

  /** The number of the first entry by the name of a blob; -1 when it is no segment. */
  static long from(BlobKey key) {
    Matcher name = NAME.matcher(key.value().substring(key.value().lastIndexOf('/') + 1));
    return name.matches() ? Long.parseLong(name.group(1)) : -1;
  }

  String header() {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("organization", organization.toString());
    header.put("from", from);
    header.put("to", to);
    header.put("previous", previous.toString());
    header.put("hash", hash.toString());
    return new String(Json.write(header), UTF_8);
  }

  /** Reads what {@link #header} wrote; null when it is something else. */
  static @Nullable Segment ofHeader(@Nullable String line) {
    try {
      if (line != null
          && Json.read(line.getBytes(UTF_8)) instanceof Map<?, ?> header
          && header.get("from") instanceof Long from
          && header.get("to") instanceof Long to) {
        OrganizationId organization =
            OrganizationId.parse(String.valueOf(header.get("organization"))).orElseThrow();
        return new Segment(
            organization, from, to, hash(header.get("previous")), hash(header.get("hash")));
      }
      return null;
    } catch (Json.MalformedException
        | IllegalArgumentException
        | java.util.NoSuchElementException e) {
      return null;
    }
  }

  private static ChainHash hash(@Nullable Object hex) {
    return new ChainHash(HexFormat.of().parseHex(String.valueOf(hex)));
  }
}
