package dev.hawser.workflows.internal.language;

import dev.hawser.workflows.TriggerPlan;
import dev.hawser.workflows.internal.source.Node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the trigger. */
final class TriggerReader {
  private static final List<String> TYPES = List.of("webhook", "manual");
  private static final List<String> LATER_TYPES =
      List.of("request", "event", "schedule", "integration", "enabled");
  private static final List<String> WEBHOOK = List.of("type", "verify", "response");
  private static final List<String> MANUAL = List.of("type", "input");
  private static final List<String> RESPONSE = List.of("status", "headers", "body");
  private static final int DEFAULT_STATUS = 202;

  private TriggerReader() {}

  /**
   * Null after a problem was reported.
   *
   * @param responds whether the definition has a step that answers
   */
  static @Nullable TriggerPlan read(Part part, boolean responds) {
    Fields fields = Fields.of(part);
    if (fields == null) {
      return null;
    }
    Part typePart = fields.require("type", List.of("type", "verify", "response", "input"));
    String type = typePart == null ? null : Fields.choice(typePart, "trigger", TYPES, LATER_TYPES);
    if (type == null) {
      return null;
    }
    if (type.equals("manual")) {
      fields.allow(MANUAL, List.of());
      Part input = fields.find("input");
      if (input != null && !(input.node() instanceof ObjectNode)) {
        input.wrongType("a JSON schema, which is an object");
      }
      return new TriggerPlan.Manual();
    }
    fields.allow(WEBHOOK, List.of());
    Part verify = fields.find("verify");
    if (verify != null) {
      verify(verify);
    }
    Part response = fields.find("response");
    if (responds && response != null) {
      response.problem("a respond step answers the caller, so the trigger has no \"response\"");
    }
    return response(response, responds);
  }

  private static void verify(Part part) {
    Fields fields = Fields.of(part);
    if (fields == null) {
      return;
    }
    Part type = fields.require("type", List.of("type"));
    String kind =
        type == null
            ? null
            : Fields.choice(
                type, "verification", List.of("none"), List.of("secret", "sharedSecret", "hmac"));
    if (kind != null) {
      fields.allow(List.of("type"), List.of());
    }
  }

  private static TriggerPlan response(@Nullable Part part, boolean responds) {
    Fields fields = part == null ? null : Fields.of(part);
    if (fields == null) {
      return new TriggerPlan.Webhook(DEFAULT_STATUS, Map.of(), null, responds);
    }
    fields.allow(RESPONSE, List.of());
    int status = fields.integer("status", 200, 599, DEFAULT_STATUS);
    Part body = fields.find("body");
    if (body != null && ValueReader.hasTemplates(body.node())) {
      body.problem("the answer of a webhook is fixed; expressions in it are not supported yet");
    }
    return new TriggerPlan.Webhook(
        status,
        headers(fields.find("headers")),
        body == null ? null : body.node().json(),
        responds);
  }

  private static Map<String, String> headers(@Nullable Part part) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (part == null || Fields.of(part) == null || !(part.node() instanceof ObjectNode object)) {
      return headers;
    }
    HeaderNames names = HeaderNames.ofAnswer();
    object
        .fields()
        .forEach(
            (name, field) -> {
              Part child = part.child(name, field.value());
              names.check(child, name);
              String text = child.text();
              if (text == null) {
                return;
              }
              if (ValueReader.hasTemplates(field.value())) {
                child.problem(
                    "the answer of a webhook is fixed; expressions in it are not supported yet");
              } else if (!HeaderNames.isValue(text)) {
                child.problem("a header's value has no line breaks or control characters");
              }
              headers.put(name, text);
            });
    return headers;
  }
}
