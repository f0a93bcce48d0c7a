package dev.hawser.workflows.internal.language;

import dev.hawser.workflows.TriggerPlan;
import dev.hawser.workflows.TriggerPlan.Check;
import dev.hawser.workflows.TriggerPlan.Expected;
import dev.hawser.workflows.TriggerPlan.JsonType;
import dev.hawser.workflows.TriggerPlan.Verify;
import dev.hawser.workflows.Value;
import dev.hawser.workflows.internal.source.Node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the trigger. */
final class TriggerReader {
  static final String EVENT_NAME =
      "the name of an event, which has letters, digits and _ . : -, a letter first";
  private static final int DEFAULT_STATUS = 202;

  private final ValueReader values;
  private final UserSchemas schemas;
  private final Visibility visible;
  private final @Nullable String integration;

  /**
   * @param integration of the definition; null when it has none
   */
  TriggerReader(
      ValueReader values, UserSchemas schemas, Visibility visible, @Nullable String integration) {
    this.values = values;
    this.schemas = schemas;
    this.visible = visible;
    this.integration = integration;
  }

  /**
   * Null after a problem was reported that leaves its type unknown.
   *
   * @param responds whether the definition has a step that answers
   */
  @Nullable TriggerPlan read(Part part, boolean responds) {
    Fields fields = Fields.of(part, Grammar.TRIGGER);
    if (fields == null) {
      return null;
    }
    String type = String.valueOf(fields.text("type"));
    if (!type.equals("webhook") && !type.equals("manual")) {
      part.unsupported("start workflows by triggers of type \"" + type + "\"");
    }
    return switch (type) {
      case "webhook" -> webhook(fields, responds);
      case "request" ->
          new TriggerPlan.Request(
              checks(fields, "params"), headerChecks(fields), checks(fields, "body"), responds);
      case "event" ->
          new TriggerPlan.Event(Objects.requireNonNullElse(fields.named("name", EVENT_NAME), ""));
      case "schedule" -> ScheduleReader.read(fields);
      case "integration" -> integration(fields);
      case "enabled" -> {
        needsIntegration(part, "enabled");
        yield new TriggerPlan.Enabled();
      }
      default -> manual(fields);
    };
  }

  private TriggerPlan manual(Fields fields) {
    Part input = fields.find("input");
    if (input == null) {
      return new TriggerPlan.Manual();
    }
    schemas.check(input);
    return new TriggerPlan.Manual(input.node() instanceof ObjectNode object ? object.json() : null);
  }

  private TriggerPlan integration(Fields fields) {
    needsIntegration(fields.part(), "integration");
    String trigger = fields.named("trigger", "the name of a trigger, such as \"contact.created\"");
    Part with = fields.find("with");
    StepContext context = new StepContext(visible);
    Value parameters = with == null ? ValueReader.NOTHING : values.object(with, context);
    return new TriggerPlan.Integration(trigger == null ? "" : trigger, parameters);
  }

  private void needsIntegration(Part part, String type) {
    if (integration == null) {
      part.problem("a trigger of type \"" + type + "\" needs the field \"integration\" at the top");
    }
  }

  private static List<Check> headerChecks(Fields fields) {
    HeaderNames names = HeaderNames.ofCaller();
    Part part = fields.find("headers");
    if (part != null && part.node() instanceof ObjectNode) {
      part.named().forEach((name, child) -> names.check(child, name));
    }
    return checks(fields, "headers");
  }

  private static List<Check> checks(Fields fields, String name) {
    List<Check> checks = new ArrayList<>();
    Part part = fields.find(name);
    if (part != null) {
      part.named().forEach((field, child) -> checks.add(check(field, child)));
    }
    return checks;
  }

  private static Check check(String name, Part part) {
    Fields fields = Fields.of(part, Grammar.CHECK);
    if (fields == null) {
      return new Check(name, false, null, null);
    }
    String type = fields.choice("type");
    Part equals = fields.find("equals");
    if (equals != null && ValueReader.hasTemplates(equals.node())) {
      equals.problem("is compared as it is, so it cannot have expressions in it");
    }
    return new Check(
        name,
        fields.bool("required", false),
        equals == null ? null : new Expected(equals.node().json()),
        type == null ? null : JsonType.valueOf(type.toUpperCase(Locale.ROOT)));
  }

  private TriggerPlan webhook(Fields fields, boolean responds) {
    Part verify = fields.find("verify");
    Verify verification =
        verify == null ? new Verify.None() : new VerifyReader(visible).read(verify);
    Part response = fields.find("response");
    if (responds && response != null) {
      response.problem("a respond step answers the caller, so the trigger has no \"response\"");
    }
    Fields answer = response == null ? null : Fields.of(response, Grammar.RESPONSE);
    if (answer == null) {
      return new TriggerPlan.Webhook(verification, DEFAULT_STATUS, Map.of(), null, responds);
    }
    int status = answer.integer("status", DEFAULT_STATUS);
    Part body = answer.find("body");
    if (body != null && ValueReader.hasTemplates(body.node())) {
      body.problem("the answer of a webhook is fixed; a respond step can have expressions");
    }
    return new TriggerPlan.Webhook(
        verification,
        status,
        headers(answer.find("headers")),
        body == null ? null : body.node().json(),
        responds);
  }

  private static Map<String, String> headers(@Nullable Part part) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (part == null) {
      return headers;
    }
    HeaderNames names = HeaderNames.ofAnswer();
    part.named()
        .forEach(
            (name, child) -> {
              names.check(child, name);
              String text = child.text();
              if (text == null) {
                return;
              }
              if (ValueReader.hasTemplates(child.node())) {
                child.problem(
                    "the answer of a webhook is fixed; a respond step can have expressions");
              } else if (!HeaderNames.isValue(text)) {
                child.problem("a header's value has no line breaks or control characters");
              }
              headers.put(name, text);
            });
    return headers;
  }
}
