package dev.hawser.identity.internal.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.json.Json;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A link of a chain, as it is stored.
 *
 * @param text what the hash is of, with the hash before
 */
record Entry(long sequence, String text, ChainHash hash) {
  private static final String START = "{\"hash\":\"";
  private static final String MIDDLE = "\",\"entry\":";
  private static final int TEXT_FROM = START.length() + ChainHash.LENGTH * 2 + MIDDLE.length();

  /** Its fields; empty when the text is none of ours. */
  Map<?, ?> fields() {
    try {
      return Json.read(text.getBytes(UTF_8)) instanceof Map<?, ?> fields ? fields : Map.of();
    } catch (Json.MalformedException e) {
      return Map.of();
    }
  }

  /** A JSON text with the hash and the entry exactly as it was hashed. */
  String line() {
    return START + hash + MIDDLE + text + "}";
  }

  /** Reads what {@link #line} wrote; null when it is something else. */
  static @Nullable Entry ofLine(long sequence, String line) {
    int hashFrom = START.length();
    int hashTo = hashFrom + ChainHash.LENGTH * 2;
    if (line.length() <= TEXT_FROM || !line.startsWith(START) || !line.endsWith("}")) {
      return null;
    }
    try {
      byte[] hash = HexFormat.of().parseHex(line, hashFrom, hashTo);
      return line.startsWith(MIDDLE, hashTo)
          ? new Entry(sequence, line.substring(TEXT_FROM, line.length() - 1), new ChainHash(hash))
          : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
