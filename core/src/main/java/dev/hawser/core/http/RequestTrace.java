package dev.hawser.core.http;

import io.micronaut.core.propagation.PropagatedContext;
import io.micronaut.http.HttpRequest;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * By what a request is found again: its place in a W3C trace and its request id.
 *
 * @param traceId 32 lower-case hex digits: the caller's when its {@code traceparent} is valid, else
 *     a new one
 * @param spanId 16 lower-case hex digits: our own part of the trace
 * @param sampled whether the caller records this trace
 * @param requestId the caller's {@code X-Request-Id} when it is harmless text, else the span id
 */
public record RequestTrace(String traceId, String spanId, boolean sampled, String requestId) {
  public static final String TRACEPARENT = "traceparent";
  static final String REQUEST_ID = "X-Request-Id";
  private static final String ATTRIBUTE = "hawser.trace";
  private static final int MAX_REQUEST_ID = 128;
  private static final int TRACEPARENT_LENGTH = 55;
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  /** The trace of a request; read from its headers the first time that somebody asks. */
  public static RequestTrace of(HttpRequest<?> request) {
    Object known = request.getAttributes().getValue(ATTRIBUTE);
    if (known instanceof RequestTrace trace) {
      return trace;
    }
    RequestTrace trace =
        read(request.getHeaders().get(TRACEPARENT), request.getHeaders().get(REQUEST_ID));
    request.setAttribute(ATTRIBUTE, trace);
    return trace;
  }

  /** The trace of the request that this thread works for; empty in the background. */
  public static Optional<RequestTrace> current() {
    return PropagatedContext.find()
        .flatMap(context -> context.find(LoggedTrace.class))
        .map(LoggedTrace::trace);
  }

  /**
   * A new part of the trace that has this id, for a call that belongs to something other than a
   * request. It counts as recorded.
   *
   * @param id not all zero
   */
  public static RequestTrace within(UUID id) {
    char[] traceId = new char[32];
    hex(id.getMostSignificantBits(), traceId, 0);
    String spanId = hex(nonZero(ThreadLocalRandom.current()), new char[16], 0);
    return new RequestTrace(hex(id.getLeastSignificantBits(), traceId, 16), spanId, true, spanId);
  }

  /** The {@code traceparent} header for calls that we make as this part of the trace. */
  public String traceparent() {
    return "00-" + traceId + '-' + spanId + (sampled ? "-01" : "-00");
  }

  static RequestTrace read(@Nullable String traceparent, @Nullable String requestId) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    String spanId = hex(nonZero(random), new char[16], 0);
    String id = requestId != null && isRequestId(requestId) ? requestId : spanId;
    if (traceparent != null && isTraceparent(traceparent)) {
      boolean sampled = (Character.digit(traceparent.charAt(54), 16) & 1) == 1;
      return new RequestTrace(traceparent.substring(3, 35), spanId, sampled, id);
    }
    char[] traceId = new char[32];
    hex(nonZero(random), traceId, 0);
    return new RequestTrace(hex(random.nextLong(), traceId, 16), spanId, false, id);
  }

  /** {@code 00-<32 hex>-<16 hex>-<2 hex>}, or a later version that starts in the same way. */
  private static boolean isTraceparent(String text) {
    if (text.length() < TRACEPARENT_LENGTH
        || text.charAt(2) != '-'
        || text.charAt(35) != '-'
        || text.charAt(52) != '-'
        || !isHex(text, 0, 2)
        || !isHex(text, 3, 35)
        || !isHex(text, 36, 52)
        || !isHex(text, 53, TRACEPARENT_LENGTH)
        || isZero(text, 3, 35)
        || isZero(text, 36, 52)) {
      return false;
    }
    if (text.startsWith("00")) {
      return text.length() == TRACEPARENT_LENGTH;
    }
    return !text.startsWith("ff")
        && (text.length() == TRACEPARENT_LENGTH || text.charAt(TRACEPARENT_LENGTH) == '-');
  }

  /** It is echoed and logged, so it may not contain anything that a log or a header could read. */
  private static boolean isRequestId(String text) {
    if (text.isEmpty() || text.length() > MAX_REQUEST_ID) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean harmless =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-_.:/+=".indexOf(c) >= 0;
      if (!harmless) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHex(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isZero(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) != '0') {
        return false;
      }
    }
    return true;
  }

  private static long nonZero(ThreadLocalRandom random) {
    long value = random.nextLong();
    return value == 0 ? 1 : value;
  }

  private static String hex(long value, char[] into, int from) {
    for (int i = 0; i < 16; i++) {
      into[from + i] = HEX[(int) (value >>> (60 - 4 * i)) & 15];
    }
    return new String(into);
  }
}
