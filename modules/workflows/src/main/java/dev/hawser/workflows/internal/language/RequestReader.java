package dev.hawser.workflows.internal.language;

import dev.hawser.workflows.StepPlan;
import dev.hawser.workflows.StepPlan.Auth;
import dev.hawser.workflows.StepPlan.Body;
import dev.hawser.workflows.StepPlan.NamedValue;
import dev.hawser.workflows.StepPlan.Paginate;
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
  static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");
  private static final int DEFAULT_PAGES = 100;

  private final ValueReader values;
  private final ConditionReader conditions;

  RequestReader(ValueReader values, ConditionReader conditions) {
    this.values = values;
    this.conditions = conditions;
  }

  StepsReader.Body read(Fields fields, StepContext step) {
    multipartType(fields);
    String method = method(fields.find("method"));
    Value url = url(fields.find("url"), step);
    List<NamedValue> query = named(fields.find("query"), null, step);
    List<NamedValue> headers = named(fields.find("headers"), HeaderNames.ofRequest(), step);
    Body body = body(fields.find("body"), step);
    Auth auth = auth(fields.find("auth"), step);
    boolean followRedirects = fields.bool("followRedirects", true);
    ResponseForm response = response(fields.find("response"));
    Paginate paginate = paginate(fields.find("paginate"), step);
    return header ->
        new StepPlan.Request(
            header, method, url, query, headers, body, auth, followRedirects, response, paginate);
  }

  private @Nullable Paginate paginate(@Nullable Part part, StepContext step) {
    Fields fields = part == null ? null : Fields.of(part, StepGrammar.PAGINATE);
    if (part == null || fields == null) {
      return null;
    }
    part.unsupported("go through pages");
    StepContext page = step.seeing(step.visibility().withSelf());
    Part items = fields.find("items");
    Part stop = fields.find("stop");
    return new Paginate(
        items == null ? ValueReader.NOTHING : values.list(items, page),
        value(fields, "next", page),
        stop == null ? null : conditions.condition(stop, page),
        fields.integer("maxPages", DEFAULT_PAGES));
  }

  /** The boundary is in the content type, so nobody else can set it. */
  private static void multipartType(Fields fields) {
    Part body = fields.find("body");
    Part headers = fields.find("headers");
    boolean multipart =
        body != null
            && body.node() instanceof ObjectNode object
            && object.get("kind") instanceof ScalarNode kind
            && "multipart".equals(kind.json());
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
      Fields.choice(part, "method", METHODS);
    }
    return "GET";
  }

  private Value url(@Nullable Part part, StepContext step) {
    if (part == null) {
      return ValueReader.NOTHING;
    }
    String text = part.text();
    if (text == null) {
      return ValueReader.NOTHING;
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
    if (part == null) {
      return named;
    }
    part.named()
        .forEach(
            (name, child) -> {
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
    Fields fields = part == null ? null : Fields.of(part, StepGrammar.BODY);
    Part value = fields == null ? null : fields.find("value");
    if (fields == null || value == null) {
      return new Body.None();
    }
    return switch (String.valueOf(fields.text("kind"))) {
      case "form" -> new Body.Form(named(value, null, step));
      case "multipart" -> new Body.Multipart(named(value, null, step));
      case "binary" -> new Body.Binary(values.file(value, step));
      case "xml" -> new Body.Text("application/xml", values.value(value, step));
      case "text" -> new Body.Text("text/plain", values.value(value, step));
      default -> new Body.Json(values.value(value, step));
    };
  }

  private Auth auth(@Nullable Part part, StepContext step) {
    Fields fields = part == null ? null : Fields.of(part, StepGrammar.AUTH);
    if (part == null || fields == null) {
      return new Auth.None();
    }
    return switch (String.valueOf(fields.text("type"))) {
      case "basic" ->
          new Auth.Basic(value(fields, "username", step), value(fields, "password", step));
      case "bearer" -> new Auth.Bearer(value(fields, "token", step));
      case "query" -> new Auth.Query(name(fields, null), value(fields, "value", step));
      case "header" ->
          new Auth.Header(name(fields, HeaderNames.ofRequest()), value(fields, "value", step));
      case "oauth2ClientCredentials" -> {
        part.unsupported("use auth of type \"oauth2ClientCredentials\"");
        yield new Auth.OAuth2ClientCredentials(
            url(fields.find("tokenUrl"), step),
            value(fields, "clientId", step),
            value(fields, "clientSecret", step),
            fields.has("scope") ? value(fields, "scope", step) : null,
            fields.has("audience") ? value(fields, "audience", step) : null);
      }
      case "connection" -> {
        part.unsupported("use auth of type \"connection\"");
        yield new Auth.Connected(ValueSteps.connection(fields));
      }
      default -> new Auth.None();
    };
  }

  private Value value(Fields fields, String name, StepContext step) {
    Part part = fields.find(name);
    return part == null ? ValueReader.NOTHING : values.value(part, step);
  }

  private static String name(Fields fields, @Nullable HeaderNames headers) {
    Part part = fields.find("name");
    String text = fields.text("name");
    if (part != null && text != null && headers != null) {
      headers.check(part, text);
    } else if (part != null && text != null && Templates.isTemplate(text)) {
      part.problem("a name cannot have expressions in it");
    }
    return text == null ? "" : text;
  }

  private static ResponseForm response(@Nullable Part part) {
    Fields fields = part == null ? null : Fields.of(part, StepGrammar.AS);
    String form = fields == null ? null : fields.choice("as");
    return form == null ? ResponseForm.AUTO : ResponseForm.valueOf(form.toUpperCase(Locale.ROOT));
  }
}
