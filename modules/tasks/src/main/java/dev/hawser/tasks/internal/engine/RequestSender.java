package dev.hawser.tasks.internal.engine;

import dev.hawser.core.config.SettingValues;
import dev.hawser.core.egress.OutboundException;
import dev.hawser.core.egress.OutboundHttp;
import dev.hawser.core.egress.OutboundRequest;
import dev.hawser.core.egress.OutboundResponse;
import dev.hawser.core.json.Json;
import dev.hawser.tasks.EngineSettings;
import dev.hawser.tasks.internal.interpreter.Host.StepFailedException;
import dev.hawser.tasks.internal.interpreter.ResolvedRequest;
import dev.hawser.tasks.internal.interpreter.ResolvedRequest.Pair;
import dev.hawser.tasks.internal.interpreter.StepError;
import dev.hawser.workflows.StepPlan;
import dev.hawser.workflows.StepPlan.ResponseForm;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a request step into an HTTP exchange and its answer into the step's output. */
@Singleton
final class RequestSender {
  private static final String USER_AGENT = "Hawser";
  private static final String JSON = "application/json";

  private final OutboundHttp http;
  private final Duration defaultTimeout;
  private final long maxResponse;

  RequestSender(OutboundHttp http, SettingValues settings) {
    this.http = http;
    this.defaultTimeout = settings.get(EngineSettings.REQUEST_TIMEOUT);
    this.maxResponse = settings.get(EngineSettings.MAX_RESPONSE);
  }

  /**
   * @param remaining what is left of the execution's time
   */
  Object send(
      StepPlan.Request step, ResolvedRequest request, String idempotencyKey, Duration remaining)
      throws StepFailedException {
    Duration own = step.header().timeout();
    Duration limit = own == null ? defaultTimeout : own;
    try {
      OutboundResponse response =
          http.send(
              new OutboundRequest(
                  request.method(),
                  url(request),
                  headers(request, idempotencyKey),
                  body(request),
                  contentType(request),
                  step.followRedirects(),
                  limit.compareTo(remaining) < 0 ? limit : remaining,
                  maxResponse));
      Map<String, @Nullable Object> output = output(response, step.response());
      if (response.status() >= 400) {
        Map<String, @Nullable Object> details = Map.of("status", (long) response.status());
        throw new StepFailedException(
            new StepError("http-status", "The answer has status " + response.status(), details),
            output);
      }
      return output;
    } catch (OutboundException e) {
      String code = e.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
      throw new StepFailedException(
          new StepError(code, String.valueOf(e.getMessage()), Map.of()), null);
    }
  }

  private static URI url(ResolvedRequest request) throws OutboundException {
    StringBuilder url = new StringBuilder(request.url().strip());
    char separator = url.indexOf("?") < 0 ? '?' : '&';
    for (Pair parameter : request.query()) {
      url.append(separator)
          .append(encode(parameter.name()))
          .append('=')
          .append(encode(parameter.value()));
      separator = '&';
    }
    try {
      return new URI(url.toString());
    } catch (URISyntaxException e) {
      throw new OutboundException(
          OutboundException.Kind.INVALID_URL, "The URL is not valid: " + e.getReason());
    }
  }

  private static List<OutboundRequest.Header> headers(
      ResolvedRequest request, String idempotencyKey) {
    List<OutboundRequest.Header> headers = new ArrayList<>(request.headers().size() + 2);
    boolean agent = false;
    boolean key = false;
    for (Pair header : request.headers()) {
      headers.add(new OutboundRequest.Header(header.name(), header.value()));
      agent |= header.name().equalsIgnoreCase("User-Agent");
      key |= header.name().equalsIgnoreCase("Idempotency-Key");
    }
    if (!agent) {
      headers.add(new OutboundRequest.Header("User-Agent", USER_AGENT));
    }
    if (!key) {
      headers.add(new OutboundRequest.Header("Idempotency-Key", idempotencyKey));
    }
    return headers;
  }

  private static byte @Nullable [] body(ResolvedRequest request) {
    return switch (request.bodyKind()) {
      case NONE -> null;
      case JSON -> Json.write(request.body());
      case TEXT -> String.valueOf(request.body()).getBytes(StandardCharsets.UTF_8);
      case FORM -> form(request.body()).getBytes(StandardCharsets.UTF_8);
    };
  }

  private static String form(@Nullable Object fields) {
    List<String> parts = new ArrayList<>();
    if (fields instanceof List<?> list) {
      for (Object field : list) {
        if (field instanceof Pair pair) {
          parts.add(encode(pair.name()) + "=" + encode(pair.value()));
        }
      }
    }
    return String.join("&", parts);
  }

  private static @Nullable String contentType(ResolvedRequest request) {
    boolean given =
        request.headers().stream()
            .anyMatch(header -> header.name().equalsIgnoreCase("Content-Type"));
    if (given) {
      return null;
    }
    return switch (request.bodyKind()) {
      case NONE -> null;
      case JSON -> JSON;
      case TEXT -> request.contentType() + "; charset=utf-8";
      case FORM -> "application/x-www-form-urlencoded";
    };
  }

  private static Map<String, @Nullable Object> output(OutboundResponse response, ResponseForm form)
      throws StepFailedException {
    Map<String, @Nullable Object> output = new LinkedHashMap<>();
    output.put("status", (long) response.status());
    output.put("headers", new LinkedHashMap<>(response.headers()));
    String type = response.headers().getOrDefault("content-type", "").toLowerCase(Locale.ROOT);
    byte[] body = response.body();
    boolean json = form == ResponseForm.JSON || (form == ResponseForm.AUTO && isJson(type));
    if (body.length == 0) {
      output.put("body", null);
    } else if (json) {
      try {
        output.put("body", Json.read(body));
      } catch (Json.MalformedException e) {
        output.put("body", text(body));
        if (form == ResponseForm.JSON && response.status() < 400) {
          throw new StepFailedException(
              new StepError("bad-response", "The answer is not JSON: " + e.getMessage(), Map.of()),
              output);
        }
      }
    } else {
      output.put("body", text(body));
    }
    return output;
  }

  static boolean isJson(String contentType) {
    String type = contentType.split(";", 2)[0].strip();
    return type.equals(JSON) || type.endsWith("+json");
  }

  /** The text, or base64 in an object when the bytes are not text. */
  static Object text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return Map.of("$base64", Base64.getEncoder().encodeToString(bytes));
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
