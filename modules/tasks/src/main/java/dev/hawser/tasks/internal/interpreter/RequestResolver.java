package dev.hawser.tasks.internal.interpreter;

import dev.hawser.tasks.internal.interpreter.ResolvedRequest.BodyKind;
import dev.hawser.tasks.internal.interpreter.ResolvedRequest.FilePart;
import dev.hawser.tasks.internal.interpreter.ResolvedRequest.Pair;
import dev.hawser.workflows.EvaluationException;
import dev.hawser.workflows.Scope;
import dev.hawser.workflows.StepPlan;
import dev.hawser.workflows.StepPlan.Auth;
import dev.hawser.workflows.StepPlan.Body;
import dev.hawser.workflows.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Works out the values of a request step, and what of them may be shown in history. */
final class RequestResolver {
  private static final Set<String> BLANKED =
      Set.of(
          "authorization", "proxy-authorization", "cookie", "x-api-key", "x-auth-token", "api-key");

  ResolvedRequest resolve(StepPlan.Request step, Scope scope) {
    List<Pair> query = pairs(step.query(), scope);
    List<Pair> headers = pairs(step.headers(), scope);
    switch (step.auth()) {
      case Auth.None none -> {}
      case Auth.Basic basic -> {
        String credentials =
            text(basic.username(), scope, "username")
                + ":"
                + text(basic.password(), scope, "password");
        String encoded =
            Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        headers.add(new Pair("Authorization", "Basic " + encoded));
      }
      case Auth.Bearer bearer ->
          headers.add(new Pair("Authorization", "Bearer " + text(bearer.token(), scope, "token")));
      case Auth.Query parameter ->
          query.add(new Pair(parameter.name(), text(parameter.value(), scope, parameter.name())));
      case Auth.Header header ->
          headers.add(new Pair(header.name(), text(header.value(), scope, header.name())));
      case Auth.OAuth2ClientCredentials credentials ->
          throw new IllegalStateException(
              "This release cannot send requests with auth oauth2ClientCredentials");
      case Auth.Connected connected ->
          throw new IllegalStateException("This release cannot send requests with auth connection");
    }
    BodyKind kind = BodyKind.NONE;
    Object body = null;
    String contentType = null;
    switch (step.body()) {
      case Body.None none -> {}
      case Body.Json json -> {
        kind = BodyKind.JSON;
        body = json.value().evaluate(scope);
      }
      case Body.Form form -> {
        kind = BodyKind.FORM;
        body = pairs(form.fields(), scope);
      }
      case Body.Text text -> {
        kind = BodyKind.TEXT;
        body = text(text.value(), scope, "body");
        contentType = text.contentType();
      }
      case Body.Binary binary -> {
        kind = BodyKind.BINARY;
        body = file(binary.reference().evaluate(scope), "body");
      }
      case Body.Multipart multipart -> {
        kind = BodyKind.MULTIPART;
        body = parts(multipart.fields(), scope);
      }
    }
    String url = text(step.url(), scope, "url");
    return new ResolvedRequest(
        step.method(), url, List.copyOf(query), List.copyOf(headers), kind, body, contentType);
  }

  /** The input of the step's record: without credentials. */
  Map<String, @Nullable Object> shown(StepPlan.Request step, ResolvedRequest request) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("method", request.method());
    shown.put("url", request.url());
    if (!request.query().isEmpty()) {
      String secret = step.auth() instanceof Auth.Query auth ? auth.name() : null;
      shown.put("query", shown(request.query(), secret));
    }
    if (!request.headers().isEmpty()) {
      String secret = step.auth() instanceof Auth.Header auth ? auth.name() : null;
      shown.put("headers", shown(request.headers(), secret));
    }
    if (request.bodyKind() != BodyKind.NONE) {
      shown.put("body", shownBody(request.body(), request.bodyKind()));
    }
    return shown;
  }

  private static @Nullable Object shownBody(@Nullable Object body, BodyKind kind) {
    if (body instanceof FileRef file) {
      return file.json();
    }
    boolean fields = kind == BodyKind.FORM || kind == BodyKind.MULTIPART;
    if (!fields || !(body instanceof List<?> list)) {
      return body;
    }
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    for (Object field : list) {
      switch (field) {
        case Pair pair -> add(shown, pair.name(), pair.value());
        case FilePart part -> add(shown, part.name(), part.file().json());
        default -> {}
      }
    }
    return shown;
  }

  /** Fields of one name become a list. */
  private static void add(Map<String, @Nullable Object> shown, String name, Object value) {
    Object before = shown.get(name);
    if (before instanceof List<?> list) {
      List<@Nullable Object> longer = new ArrayList<>(list);
      longer.add(value);
      shown.put(name, longer);
    } else {
      shown.put(name, before == null ? value : List.of(before, value));
    }
  }

  private static Map<String, @Nullable Object> shown(List<Pair> pairs, @Nullable String secret) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    for (Pair pair : pairs) {
      boolean blank =
          pair.name().equals(secret) || BLANKED.contains(pair.name().toLowerCase(Locale.ROOT));
      shown.put(pair.name(), blank ? "***" : pair.value());
    }
    return shown;
  }

  private static List<Object> parts(List<StepPlan.NamedValue> fields, Scope scope) {
    List<Object> parts = new ArrayList<>(fields.size());
    for (StepPlan.NamedValue field : fields) {
      Object result = field.value().evaluate(scope);
      List<?> values = result instanceof List<?> list ? list : Collections.singletonList(result);
      for (Object value : values) {
        FileRef file = FileRef.of(value);
        if (file != null) {
          parts.add(new FilePart(field.name(), file));
        } else if (value != null) {
          parts.add(new Pair(field.name(), text(value, field.name())));
        }
      }
    }
    return List.copyOf(parts);
  }

  /** The reference that a value must be. */
  static FileRef file(@Nullable Object value, String name) {
    FileRef file = FileRef.of(value);
    if (file == null) {
      throw new EvaluationException(
          name,
          "The value of "
              + name
              + " is "
              + kind(value)
              + "; a file is needed, which is an object with \"$file\"");
    }
    return file;
  }

  private static String kind(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> "a text";
      case Number number -> "a number";
      case Boolean bool -> "a boolean";
      case List<?> list -> "a list";
      default -> "an object";
    };
  }

  static List<Pair> pairs(List<StepPlan.NamedValue> values, Scope scope) {
    List<Pair> pairs = new ArrayList<>(values.size() + 1);
    for (StepPlan.NamedValue value : values) {
      Object result = value.value().evaluate(scope);
      if (result instanceof List<?> list) {
        for (Object item : list) {
          pairs.add(new Pair(value.name(), text(item, value.name())));
        }
      } else if (result != null) {
        pairs.add(new Pair(value.name(), text(result, value.name())));
      }
    }
    return pairs;
  }

  private static String text(Value value, Scope scope, String name) {
    return text(value.evaluate(scope), name);
  }

  private static String text(@Nullable Object value, String name) {
    return switch (value) {
      case String text -> text;
      case Number number -> number.toString();
      case Boolean bool -> bool.toString();
      case null, default ->
          throw new EvaluationException(
              name,
              "The value of "
                  + name
                  + (FileRef.of(value) == null
                      ? " is " + kind(value) + "; a text is needed"
                      : " is a file, which has no text form; its name, type and size have"));
    };
  }
}
