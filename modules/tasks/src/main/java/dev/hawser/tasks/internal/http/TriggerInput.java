package dev.hawser.tasks.internal.http;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.core.json.Json;
import dev.hawser.tasks.internal.files.MediaTypes;
import io.micronaut.http.HttpRequest;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads an HTTP request as what expressions see as {@code trigger}. */
final class TriggerInput {
  private static final ErrorCode MALFORMED = new ErrorCode("tasks.body-malformed");
  private static final Set<String> BLANKED =
      Set.of("authorization", "proxy-authorization", "cookie");

  private TriggerInput() {}

  /**
   * {@code {method, query, headers, body}}. Headers have lower-case names; credentials in them are
   * blanked, because all of this is shown in history.
   */
  static Map<String, @Nullable Object> of(HttpRequest<?> request, @Nullable Object body) {
    Map<String, @Nullable Object> trigger = new LinkedHashMap<>();
    trigger.put("method", request.getMethodName());
    Map<String, @Nullable Object> query = new LinkedHashMap<>();
    request.getParameters().forEach((name, values) -> query.put(name, single(values)));
    trigger.put("query", query);
    Map<String, @Nullable Object> headers = new LinkedHashMap<>();
    request
        .getHeaders()
        .forEach(
            (name, values) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              headers.put(lower, BLANKED.contains(lower) ? "***" : String.join(", ", values));
            });
    trigger.put("headers", headers);
    trigger.put("body", body);
    return trigger;
  }

  /** The JSON value of a body that may be empty. */
  static @Nullable Object json(byte @Nullable [] body) {
    if (body == null || body.length == 0) {
      return null;
    }
    try {
      return Json.read(body);
    } catch (Json.MalformedException e) {
      throw malformed("The body is not valid JSON: " + e.getMessage());
    }
  }

  /**
   * A body that is JSON, a form or text: JSON is parsed, a form becomes an object, other text is a
   * string.
   *
   * @param type the header; JSON is meant where it is missing
   * @throws HawserException.Invalid when JSON is not JSON, or the rest is not UTF-8 text
   */
  static @Nullable Object body(@Nullable String type, byte[] body) {
    if (body.length == 0) {
      return null;
    }
    if (type == null || MediaTypes.isJson(type)) {
      return json(body);
    }
    String text = text(body, "The body");
    return MediaTypes.essence(type).equals("application/x-www-form-urlencoded") ? form(text) : text;
  }

  static String text(byte[] body, String what) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw malformed(what + " is not UTF-8 text, as its content type says");
    }
  }

  private static Map<String, @Nullable Object> form(String text) {
    Map<String, List<Object>> fields = new LinkedHashMap<>();
    try {
      for (String part : text.split("&")) {
        if (!part.isEmpty()) {
          int equals = part.indexOf('=');
          String name = equals < 0 ? part : part.substring(0, equals);
          String value = equals < 0 ? "" : part.substring(equals + 1);
          fields.computeIfAbsent(decode(name), n -> new ArrayList<>()).add(decode(value));
        }
      }
    } catch (IllegalArgumentException e) {
      throw malformed("The body is not a valid form: " + e.getMessage());
    }
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    fields.forEach((name, values) -> result.put(name, single(values)));
    return result;
  }

  private static @Nullable Object single(List<? extends @Nullable Object> values) {
    return values.size() == 1 ? values.getFirst() : new ArrayList<>(values);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static HawserException malformed(String message) {
    return new HawserException.Invalid(MALFORMED, message, List.of(Problem.at("", message)));
  }
}
