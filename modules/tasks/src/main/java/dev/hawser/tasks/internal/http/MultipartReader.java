package dev.hawser.tasks.internal.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes a multipart body apart while it arrives (RFC 2046, section 5.1; RFC 7578). It holds one
 * buffer, whatever the size of the parts. The body of a part must be read before the next part is
 * asked for; what is left of it is skipped. Not for concurrent use.
 */
final class MultipartReader {
  private static final int BUFFER = 64 << 10;
  private static final int MOST_HEADER_BYTES = 16 << 10;
  private static final int MOST_HEADERS = 20;
  private static final int MOST_PADDING = 256;

  /** The body does not have the form of multipart. */
  static final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * A part.
   *
   * @param headers names in lower case
   */
  record Part(Map<String, String> headers, InputStream body) {}

  private final InputStream in;
  private final byte[] delimiter;
  private final byte[] buffer = new byte[BUFFER];
  private int start;
  private int end;
  private int bodyEnd; // up to here the buffer is known to be body
  private boolean atEnd;
  private @Nullable Body current;

  /**
   * @param boundary 1 to 70 characters of ASCII
   */
  MultipartReader(InputStream in, String boundary) {
    this.in = in;
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
    // The first delimiter may stand at the very start, without its line break.
    buffer[0] = '\r';
    buffer[1] = '\n';
    end = 2;
  }

  /**
   * The next part; empty behind the last one.
   *
   * @throws MalformedException when the body ends before it should, or a part has bad headers
   * @throws IOException when the body cannot be read
   */
  Optional<Part> next() throws IOException {
    Body before = current == null ? new Body() : current; // first comes what no part has
    before.skipRest();
    if (atEnd || isLast()) {
      atEnd = true;
      return Optional.empty();
    }
    Map<String, String> headers = headers();
    Body body = new Body();
    current = body;
    return Optional.of(new Part(headers, body));
  }

  /** Behind a delimiter: two dashes end the whole, a line break begins a part. */
  private boolean isLast() throws IOException {
    int first = require();
    if (first == '-' && peek() == '-') {
      start++;
      return true;
    }
    int padding = 0;
    int c = first;
    while (c == ' ' || c == '\t') {
      if (++padding > MOST_PADDING) {
        throw new MalformedException("a boundary is followed by too many blanks");
      }
      c = require();
    }
    if (c != '\r' || require() != '\n') {
      throw new MalformedException("a boundary is not followed by a line break");
    }
    return false;
  }

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new HashMap<>();
    int left = MOST_HEADER_BYTES;
    while (true) {
      byte[] line = line(left);
      if (line.length == 0) {
        return headers;
      }
      left -= line.length;
      String text = utf8(line);
      int colon = text.indexOf(':');
      if (colon < 1 || text.charAt(0) == ' ' || text.charAt(0) == '\t') {
        throw new MalformedException("a header of a part is not \"name: value\"");
      }
      String name = text.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      if (headers.putIfAbsent(name, text.substring(colon + 1).strip()) != null) {
        throw new MalformedException("a part has the header " + printable(name) + " twice");
      }
      if (headers.size() > MOST_HEADERS) {
        throw new MalformedException("a part has more than " + MOST_HEADERS + " headers");
      }
    }
  }

  private byte[] line(int most) throws IOException {
    byte[] line = new byte[128];
    int length = 0;
    while (true) {
      int c = require();
      if (c == '\r') {
        if (require() != '\n') {
          throw new MalformedException("a header of a part has a stray control character");
        }
        return Arrays.copyOf(line, length);
      }
      if (length == most || c == '\n' || c == 0) {
        throw new MalformedException(
            length == most
                ? "the headers of a part are longer than " + MOST_HEADER_BYTES + " bytes"
                : "a header of a part has a stray control character");
      }
      if (length == line.length) {
        line = Arrays.copyOf(line, length * 2);
      }
      line[length++] = (byte) c;
    }
  }

  private static String utf8(byte[] line) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedException("a header of a part is not UTF-8");
    }
  }

  private static String printable(String name) {
    return name.chars().allMatch(c -> c > ' ' && c < 0x7F) && name.length() <= 64 ? name : "?";
  }

  private int require() throws IOException {
    int c = peek();
    start++;
    return c;
  }

  private int peek() throws IOException {
    if (start == end && !fill()) {
      throw endsEarly();
    }
    return buffer[start] & 0xFF;
  }

  /** Makes room and reads more; false at the end of the input. */
  private boolean fill() throws IOException {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
      bodyEnd = 0;
    }
    int count = in.read(buffer, end, buffer.length - end);
    if (count < 0) {
      return false;
    }
    end += count;
    return true;
  }

  private static MalformedException endsEarly() {
    return new MalformedException("the body ends before its last boundary");
  }

  /** Where the delimiter stands in the buffer; -1 when it does not, as a whole. */
  private int find() {
    int last = end - delimiter.length;
    outer:
    for (int i = start; i <= last; i++) {
      for (int j = 0; j < delimiter.length; j++) {
        if (buffer[i + j] != delimiter[j]) {
          continue outer;
        }
      }
      return i;
    }
    return -1;
  }

  /** The bytes up to the next delimiter. */
  private final class Body extends InputStream {
    private boolean done;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int ready = length == 0 ? 0 : ready();
      if (ready <= 0) {
        return ready;
      }
      int count = Math.min(ready, length);
      System.arraycopy(buffer, start, target, offset, count);
      start += count;
      return count;
    }

    void skipRest() throws IOException {
      for (int ready = ready(); ready > 0; ready = ready()) {
        start += ready;
      }
    }

    /** How many bytes of the body are in the buffer, at least one; -1 behind its end. */
    private int ready() throws IOException {
      while (!done) {
        if (bodyEnd > start) {
          return bodyEnd - start;
        }
        int at = find();
        if (at == start) {
          start += delimiter.length;
          done = true;
        } else if (at > start) {
          bodyEnd = at;
        } else if (end - start >= delimiter.length) {
          bodyEnd = end - delimiter.length + 1; // the rest may be the start of a delimiter
        } else if (!fill()) {
          throw endsEarly();
        }
      }
      return -1;
    }
  }
}
