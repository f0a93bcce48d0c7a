package dev.hawser.workflows.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.core.http.IdempotencyKey;
import dev.hawser.core.json.Json;
import dev.hawser.core.page.Page;
import dev.hawser.core.tenancy.Caller;
import dev.hawser.workflows.internal.source.SourceFormat;
import dev.hawser.workflows.internal.store.Change;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What requests and answers of this module have in common. */
final class Documents {
  static final String YAML = "application/yaml";
  static final String X_YAML = "application/x-yaml";
  private static final ErrorCode IF_MATCH = new ErrorCode("workflows.if-match-invalid");
  private static final ErrorCode IF_MATCH_MISSING = new ErrorCode("workflows.if-match-missing");
  private static final Pattern REVISION = Pattern.compile("\"([1-9][0-9]{0,17})\"");

  private Documents() {}

  static SourceFormat format(HttpRequest<?> request) {
    String type =
        request.getContentType().map(MediaType::getName).orElse(MediaType.APPLICATION_JSON);
    return type.equals(YAML) || type.equals(X_YAML) ? SourceFormat.YAML : SourceFormat.JSON;
  }

  /**
   * @param operation what the request does to what: part of what makes two requests the same
   */
  static Change change(
      HttpRequest<?> request, Caller caller, String operation, byte @Nullable [] body) {
    String key = IdempotencyKey.of(request).map(IdempotencyKey::value).orElse(null);
    return new Change(caller, key, key == null ? new byte[0] : digest(operation, body));
  }

  private static byte[] digest(String operation, byte @Nullable [] body) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(operation.getBytes(UTF_8));
      digest.update((byte) 0);
      return digest.digest(body == null ? new byte[0] : body);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  static String etag(long revision) {
    return "\"" + revision + "\"";
  }

  /** The revision that {@code If-Match} names; null when it is absent or a star. */
  static @Nullable Long expectedRevision(HttpRequest<?> request) {
    String header = request.getHeaders().get(HttpHeaders.IF_MATCH);
    if (header == null || header.strip().equals("*")) {
      return null;
    }
    Matcher matcher = REVISION.matcher(header.strip());
    if (!matcher.matches()) {
      String message =
          "If-Match must be an ETag that this API returned, such as \"3\" with its quotes";
      throw new HawserException.Invalid(IF_MATCH, message, List.of());
    }
    return Long.valueOf(matcher.group(1));
  }

  /**
   * The same where the header must be there: who says a star says that it does not care.
   *
   * @throws HawserException.Invalid when it is absent
   */
  static @Nullable Long requiredRevision(HttpRequest<?> request) {
    if (request.getHeaders().get(HttpHeaders.IF_MATCH) == null) {
      String message =
          "If-Match is missing: send the ETag of the draft that may be replaced, or a star";
      throw new HawserException.Invalid(IF_MATCH_MISSING, message, List.of());
    }
    return expectedRevision(request);
  }

  static Field problems(List<Problem> problems) {
    return Field.of("problems", problems.stream().map(Documents::json).toList());
  }

  private static Map<String, @Nullable Object> json(Problem problem) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("pointer", problem.pointer());
    json.put("message", problem.message());
    json.put("stepId", problem.stepId());
    json.put("suggestion", problem.suggestion());
    json.put("line", problem.line());
    json.put("column", problem.column());
    json.values().removeIf(Objects::isNull);
    return json;
  }

  /** The page of items that are JSON texts. */
  static <T> byte[] page(Page<T> page, Function<T, byte[]> json) {
    return page(
        page.items().stream()
            .map(item -> new String(json.apply(item), UTF_8))
            .collect(Collectors.joining(",")),
        page.nextCursor());
  }

  /** JSON with definitions, which are JSON texts already, put in as they are. */
  static byte[] json(List<Field> fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    write(out, fields);
    return out.toByteArray();
  }

  private static byte[] page(String items, @Nullable String nextCursor) {
    String cursor = nextCursor == null ? "null" : new String(Json.write(nextCursor), UTF_8);
    return ("{\"items\":[" + items + "],\"nextCursor\":" + cursor + "}").getBytes(UTF_8);
  }

  /**
   * @param json a JSON text
   */
  record Field(String name, String json) {
    static Field of(String name, @Nullable Object value) {
      return new Field(name, new String(Json.write(value), UTF_8));
    }
  }

  private static void write(ByteArrayOutputStream out, List<Field> fields) {
    char separator = '{';
    for (Field field : fields) {
      out.writeBytes((separator + "\"" + field.name() + "\":" + field.json()).getBytes(UTF_8));
      separator = ',';
    }
    out.write('}');
  }
}
