package dev.hawser.workflows.internal.language;

import dev.hawser.workflows.Condition;
import dev.hawser.workflows.FunctionSyntax;
import dev.hawser.workflows.Plan.WorkflowUse;
import dev.hawser.workflows.StepPlan;
import dev.hawser.workflows.StepPlan.Wake;
import dev.hawser.workflows.Value;
import dev.hawser.workflows.internal.expression.Templates;
import dev.hawser.workflows.internal.language.StepsReader.Body;
import dev.hawser.workflows.internal.source.Node.Position;
import dev.hawser.workflows.internal.source.Node.ScalarNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the steps that are a few values. */
final class ValueSteps {
  private static final Duration DEFAULT_WAIT = Duration.ofHours(24);
  static final Duration LONGEST_DELAY = Duration.ofDays(366);

  private final ValueReader values;
  private final ConditionReader conditions;
  private final FunctionSyntax syntax;
  private final @Nullable String name;
  private final List<WorkflowUse> starts = new ArrayList<>();

  /**
   * @param name of the workflow that is read; null when it has none
   */
  ValueSteps(
      ValueReader values,
      ConditionReader conditions,
      FunctionSyntax syntax,
      @Nullable String name) {
    this.values = values;
    this.conditions = conditions;
    this.syntax = syntax;
    this.name = name;
  }

  /** The workflows that steps read so far start. */
  List<WorkflowUse> starts() {
    return starts;
  }

  Body read(String type, Fields fields, StepContext context) {
    return switch (type) {
      case "transform" -> {
        Value value = value(fields, "value", context);
        yield header -> new StepPlan.Transform(header, value);
      }
      case "function" -> function(fields, context);
      case "delay" -> delay(fields, context);
      case "waitFor" -> waitFor(fields, context);
      case "action" -> action(fields, context);
      case "workflow" -> workflow(fields, context);
      case "fail" -> {
        Value message = template(fields, "message", context);
        Value data = value(fields, "data", context);
        yield header -> new StepPlan.Fail(header, message, data);
      }
      default -> throw new IllegalStateException("Nobody reads steps of type " + type);
    };
  }

  private Value value(Fields fields, String field, StepContext context) {
    Part part = fields.find(field);
    return part == null ? ValueReader.NOTHING : values.value(part, context);
  }

  private Value template(Fields fields, String field, StepContext context) {
    Part part = fields.find(field);
    return part == null || part.text() == null ? ValueReader.NOTHING : values.value(part, context);
  }

  private Body function(Fields fields, StepContext context) {
    String code = code(fields);
    Value input = value(fields, "input", context);
    return header -> new StepPlan.Function(header, code, input);
  }

  private String code(Fields fields) {
    Part part = fields.find("code");
    String code = part == null ? null : part.text();
    if (part == null || code == null) {
      return "";
    }
    int size = code.getBytes(StandardCharsets.UTF_8).length;
    if (size > StepGrammar.LONGEST_CODE) {
      part.problem("has " + size + " bytes of code, at most 64 KiB are allowed");
    } else if (code.isBlank()) {
      part.problem("must not be empty: write export default (input) => input");
    } else {
      syntax.check(code).forEach(flaw -> flawed(part, flaw));
    }
    return code;
  }

  /** A block of YAML keeps the lines of the code, so that the place in the document is known. */
  private static void flawed(Part part, FunctionSyntax.Flaw flaw) {
    String message =
        "the code is not JavaScript: "
            + flaw.message()
            + " (line "
            + flaw.line()
            + ", column "
            + flaw.column()
            + " of the code)";
    Position block = part.node() instanceof ScalarNode scalar ? scalar.content() : null;
    Position at =
        block == null
            ? part.node().position()
            : new Position(block.line() + flaw.line() - 1, block.column() + flaw.column() - 1);
    part.findings().add(part.pointer(), at, part.stepId(), message, null);
  }

  private Body delay(Fields fields, StepContext context) {
    Part duration = fields.find("for");
    Part moment = fields.find("until");
    if (duration == null && moment == null) {
      fields.part().problem("a delay needs \"for\", a duration, or \"until\", a moment");
    }
    if (duration != null && moment != null) {
      moment.problem("a delay has \"for\" or \"until\", not both");
    }
    if (duration != null && isFixed(duration)) {
      Fields.duration(duration, LONGEST_DELAY);
    }
    if (moment != null && isFixed(moment)) {
      checkMoment(moment);
    }
    Wake wake =
        moment == null || duration != null
            ? new Wake.After(template(fields, "for", context))
            : new Wake.At(template(fields, "until", context));
    return header -> new StepPlan.Delay(header, wake);
  }

  private static boolean isFixed(Part part) {
    return part.node() instanceof ScalarNode scalar
        && scalar.json() instanceof String text
        && !Templates.isTemplate(text);
  }

  private static void checkMoment(Part part) {
    try {
      OffsetDateTime.parse(String.valueOf(part.text()));
    } catch (DateTimeParseException e) {
      part.problem(
          "is not a moment; write it as in ISO 8601, with a zone: \"2026-03-04T05:06:07Z\"");
    }
  }

  private Body waitFor(Fields fields, StepContext context) {
    String event = fields.named("event", TriggerReader.EVENT_NAME);
    Part matchPart = fields.find("match");
    Condition match =
        matchPart == null
            ? null
            : conditions.condition(matchPart, context.seeing(context.visibility().withSelf()));
    Duration longest = fields.duration("timeout");
    return header ->
        new StepPlan.WaitFor(
            header, event == null ? "" : event, match, longest == null ? DEFAULT_WAIT : longest);
  }

  private Body action(Fields fields, StepContext context) {
    String action = fields.named("action", "an action, such as \"slack.sendMessage\"");
    StepPlan.Connection connection = connection(fields);
    Part with = fields.find("with");
    Value parameters = with == null ? ValueReader.NOTHING : values.object(with, context);
    return header ->
        new StepPlan.Action(header, action == null ? "" : action, connection, parameters);
  }

  /** That of the user when nothing else is said. */
  static StepPlan.Connection connection(Fields fields) {
    String text = fields.named("connection", "\"user\" or the id of a connection");
    return text == null || text.equals("user")
        ? new StepPlan.Connection.User()
        : new StepPlan.Connection.Fixed(text);
  }

  private Body workflow(Fields fields, StepContext context) {
    Part part = fields.find("workflow");
    String other = fields.text("workflow");
    if (part != null && other != null) {
      if (Templates.isTemplate(other)) {
        part.problem("cannot have expressions in it; it is the name or the id of a workflow");
      } else if (other.equals(name)) {
        part.problem("the workflow starts itself, which would never end");
      } else {
        var at = part.node().position();
        String step = part.stepId() == null ? "" : part.stepId();
        starts.add(new WorkflowUse(other, part.pointer(), step, at.line(), at.column()));
      }
    }
    Value input = value(fields, "input", context);
    boolean await = fields.bool("await", true);
    return header -> new StepPlan.Workflow(header, other == null ? "" : other, input, await);
  }
}
