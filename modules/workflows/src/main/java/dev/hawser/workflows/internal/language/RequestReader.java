package dev.hawser.workflows.internal.language;

import dev.hawser.workflows.StepPlan;
import dev.hawser.workflows.StepPlan.Auth;
import dev.hawser.workflows.StepPlan.Body;
import dev.hawser.workflows.StepPlan.NamedValue;
import dev.hawser.workflows.StepPlan.ResponseForm;
import dev.hawser.workflows.Value;
import dev.hawser.workflows.internal.expression.Templates;
import dev.hawser.workflows.internal.source.Node.ObjectNode;
import dev.hawser.workflows.internal.source.Node.ScalarNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what is particular to request steps. */
final class RequestReader {
  static final List<String> FIELDS =
      List.of("method", "url", "query", "headers", "body", "auth", "followRedirects", "response");
  static final List<String> LATER_FIELDS = List.of("paginate");
  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");
  private static final List<String> BODY_FIELDS = List.of("kind", "value");
  private static final Value NOTHING = new ValueReader.Constant(null);

  private final ValueReader values;

  RequestReader(ValueReader values) {
    this.values = values;
  }

  StepPlan read(Fields fields, StepPlan.Header header, StepContext step, List<String> known) {
    multipartType(fields);
    return new StepPlan.Request(
        header,
        method(fields.find("method")),
        url(fields.require("url", known), step),
        named(fields.find("query"), null, step),
        named(fields.find("headers"), HeaderNames.ofRequest(), step),
        body(fields.find("body"), step),
        auth(fields.find("auth"), step),
        fields.bool("followRedirects", true),
        response(fields.find("response")));
  }

  /** The boundary is in the content type, so nobody else can set it. */
  private static void multipartType(Fields fields) {
    Part body = fields.find("body");
    Part headers = fields.find("headers");
    boolean multipart =
        body != null
            && body.node() instanceof ObjectNode object
            && object.fields().get("kind") != null
            && "multipart".equals(object.fields().get("kind").value().json());
    if (multipart && headers != null && headers.node() instanceof ObjectNode object) {
      object
          .fields()
          .forEach(
              (name, field) -> {
                if (name.equalsIgnoreCase("Content-Type")) {
                  headers
                      .child(name, field.value())
                      .problem("a multipart body sets its Content-Type itself");
                }
              });
    }
  }

  private static String method(@Nullable Part part) {
    String text = part == null ? "GET" : part.text();
    if (part == null || text == null || METHODS.contains(text)) {
      return text == null ? "GET" : text;
    }
    String upper = text.toUpperCase(Locale.ROOT);
    if (METHODS.contains(upper)) {
      part.problem("methods are written in capitals: \"" + upper + "\"", upper);
    } else {
      Fields.choice(part, "method", METHODS, List.of());
    }
    return "GET";
  }

  private Value url(@Nullable Part part, StepContext step) {
    if (part == null) {
      return NOTHING;
    }
    String text = part.text();
    if (text == null) {
      return NOTHING;
    }
    String start = Templates.literalPrefix(text);
    String lower = start.toLowerCase(Locale.ROOT);
    boolean http = lower.startsWith("http://") || lower.startsWith("https://");
    if (text.isBlank() || (!start.isEmpty() && !http && !"https://".startsWith(lower))) {
      part.problem("must start with https:// or http://");
    } else if (!Templates.isTemplate(text) && !isUrl(text)) {
      part.problem("is not a well-formed URL; spaces and other special characters are %-encoded");
    }
    return values.value(part, step);
  }

  private static boolean isUrl(String text) {
    try {
      return new URI(text).getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Names and values; header names are checked when {@code headers} is given. */
  List<NamedValue> named(@Nullable Part part, @Nullable HeaderNames headers, StepContext step) {
    List<NamedValue> named = new ArrayList<>();
    if (part == null || Fields.of(part) == null || !(part.node() instanceof ObjectNode object)) {
      return named;
    }
    object
        .fields()
        .forEach(
            (name, field) -> {
              Part child = part.child(name, field.value());
              if (headers != null) {
                header(child, name, headers);
              }
              named.add(new NamedValue(name, values.value(child, step)));
            });
    return named;
  }

  private static void header(Part part, String name, HeaderNames headers) {
    headers.check(part, name);
    if (part.node() instanceof ScalarNode scalar
        && scalar.json() instanceof String text
        && !Templates.isTemplate(text)
        && !HeaderNames.isValue(text)) {
      part.problem("a header's value has no line breaks or control characters");
    }
  }

  private Body body(@Nullable Part part, StepContext step) {
    Fields fields = part == null ? null : Fields.of(part);
    if (fields == null) {
      return new Body.None();
    }
    fields.allow(BODY_FIELDS, List.of());
    Part kindPart = fields.require("kind", BODY_FIELDS);
    String kind =
        kindPart == null
            ? null
            : Fields.choice(
                kindPart,
                "kind of body",
                List.of("json", "form", "multipart", "xml", "text", "binary"),
                List.of());
    Part value = fields.require("value", BODY_FIELDS);
    if (value == null || kind == null) {
      return new Body.None();
    }
    return switch (kind) {
      case "form" -> new Body.Form(named(value, null, step));
      case "multipart" -> new Body.Multipart(named(value, null, step));
      case "binary" -> new Body.Binary(values.file(value, step));
      case "xml" -> new Body.Text("application/xml", values.value(value, step));
      case "text" -> new Body.Text("text/plain", values.value(value, step));
      default -> new Body.Json(values.value(value, step));
    };
  }

  private Auth auth(@Nullable Part part, StepContext step) {
    Fields fields = part == null ? null : Fields.of(part);
    if (fields == null) {
      return new Auth.None();
    }
    List<String> all = List.of("type", "username", "password", "token", "name", "value");
    Part typePart = fields.require("type", all);
    String type =
        typePart == null
            ? null
            : Fields.choice(
                typePart,
                "kind of auth",
                List.of("none", "basic", "bearer", "query", "header"),
                List.of("oauth2ClientCredentials", "connection"));
    return switch (type) {
      case "basic" -> {
        List<String> known = known(fields, "username", "password");
        yield new Auth.Basic(
            required(fields, "username", known, step), required(fields, "password", known, step));
      }
      case "bearer" -> new Auth.Bearer(required(fields, "token", known(fields, "token"), step));
      case "query" -> {
        List<String> known = known(fields, "name", "value");
        yield new Auth.Query(name(fields, known, null), required(fields, "value", known, step));
      }
      case "header" -> {
        List<String> known = known(fields, "name", "value");
        yield new Auth.Header(
            name(fields, known, HeaderNames.ofRequest()), required(fields, "value", known, step));
      }
      case "none" -> {
        known(fields);
        yield new Auth.None();
      }
      case null, default -> new Auth.None();
    };
  }

  private static List<String> known(Fields fields, String... names) {
    List<String> known = new ArrayList<>(List.of("type"));
    known.addAll(List.of(names));
    fields.allow(known, List.of());
    return known;
  }

  private Value required(Fields fields, String name, List<String> known, StepContext step) {
    Part part = fields.require(name, known);
    return part == null ? NOTHING : values.value(part, step);
  }

  private static String name(Fields fields, List<String> known, @Nullable HeaderNames headers) {
    Part part = fields.require("name", known);
    String text = part == null ? null : part.text();
    if (part != null && text != null && headers != null) {
      headers.check(part, text);
    } else if (part != null && text != null && Templates.isTemplate(text)) {
      part.problem("a name cannot have expressions in it");
    }
    return text == null ? "" : text;
  }

  private static ResponseForm response(@Nullable Part part) {
    Fields fields = part == null ? null : Fields.of(part);
    if (fields == null) {
      return ResponseForm.AUTO;
    }
    fields.allow(List.of("as"), List.of());
    Part as = fields.find("as");
    String form =
        as == null
            ? null
            : Fields.choice(
                as, "form of response", List.of("auto", "json", "text", "file"), List.of());
    return form == null ? ResponseForm.AUTO : ResponseForm.valueOf(form.toUpperCase(Locale.ROOT));
  }
}
