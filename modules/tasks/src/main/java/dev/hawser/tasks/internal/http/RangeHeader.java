package dev.hawser.tasks.internal.http;

import dev.hawser.storage.ByteRange;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The part of a file that a request asks for (RFC 9110, section 14). */
sealed interface RangeHeader {
  Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /** Everything: there is no range, or one that may be ignored. */
  record All() implements RangeHeader {}

  /** The bytes from the first to the last, both included. */
  record Part(long first, long last) implements RangeHeader {
    ByteRange range() {
      return ByteRange.of(first, last - first + 1);
    }
  }

  /** Nothing of the file is asked for. */
  record Outside() implements RangeHeader {}

  /** Reads the header; several ranges at once are answered with everything. */
  static RangeHeader of(@Nullable String header, long size) {
    Optional<Matcher> range =
        Optional.ofNullable(header).map(ONE::matcher).filter(Matcher::matches);
    if (range.isEmpty()) {
      return new All();
    }
    String from = range.get().group(1);
    String to = range.get().group(2);
    if (from.isEmpty()) {
      if (to.isEmpty()) {
        return new All();
      }
      long last = Math.min(Long.parseLong(to), size);
      return last == 0 ? new Outside() : new Part(size - last, size - 1);
    }
    long first = Long.parseLong(from);
    long last = to.isEmpty() ? Long.MAX_VALUE : Long.parseLong(to);
    if (last < first) {
      return new All();
    }
    return first >= size ? new Outside() : new Part(first, Math.min(last, size - 1));
  }
}
