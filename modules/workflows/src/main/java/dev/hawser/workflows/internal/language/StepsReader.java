package dev.hawser.workflows.internal.language;

import dev.hawser.workflows.Condition;
import dev.hawser.workflows.StepPlan;
import dev.hawser.workflows.StepPlan.Arm;
import dev.hawser.workflows.StepPlan.ErrorHandling;
import dev.hawser.workflows.Value;
import dev.hawser.workflows.internal.source.Node.ScalarNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads lists of steps and what all steps share. One instance reads one definition. */
final class StepsReader {
  static final Duration LONGEST_TIMEOUT = Duration.ofHours(24);
  private static final int DEEPEST = 16;
  private static final Pattern ID = Pattern.compile("[a-z][a-zA-Z0-9_]{0,63}");
  private static final List<String> TYPES = List.of("transform", "branch", "request", "respond");
  private static final List<String> LATER_TYPES =
      List.of("action", "function", "each", "parallel", "delay", "waitFor", "workflow", "fail");
  private static final List<String> SHARED =
      List.of("id", "type", "title", "if", "timeout", "retry", "onError");
  private static final List<String> ARM_FIELDS = List.of("id", "when", "steps");

  private final ValueReader values;
  private final ConditionReader conditions;
  private final RequestReader requests;
  private final RespondReader responds;
  private final Set<String> seen = new HashSet<>();

  /**
   * @param answers whether the trigger has a caller that can wait for an answer
   */
  StepsReader(ValueReader values, ConditionReader conditions, boolean answers) {
    this.values = values;
    this.conditions = conditions;
    this.requests = new RequestReader(values);
    this.responds = new RespondReader(values, requests, answers);
  }

  /** The steps of a list, in order; wrong ones are left out after their problems are reported. */
  List<StepPlan> read(Part part, Visibility start, int depth) {
    List<StepPlan> steps = new ArrayList<>();
    List<Part> items = part.list();
    if (items == null) {
      return steps;
    }
    if (depth > DEEPEST) {
      part.problem("steps are nested deeper than " + DEEPEST + " levels");
      return steps;
    }
    Visibility visibility = start;
    for (Part item : items) {
      String id = rawId(item);
      StepPlan step = step(id == null ? item : item.ofStep(id), id, visibility.in(id), depth);
      if (step != null) {
        steps.add(step);
      }
      visibility = visibility.after(id, StepIds.of(item.node()).ids());
    }
    return steps;
  }

  private static @Nullable String rawId(Part part) {
    return part.node() instanceof dev.hawser.workflows.internal.source.Node.ObjectNode object
            && object.fields().get("id") != null
            && object.fields().get("id").value() instanceof ScalarNode scalar
            && scalar.json() instanceof String text
        ? text
        : null;
  }

  private @Nullable StepPlan step(Part part, @Nullable String id, Visibility visible, int depth) {
    Fields fields = Fields.of(part);
    if (fields == null) {
      return null;
    }
    id(fields.require("id", SHARED), "step", seen);
    Part typePart = fields.require("type", SHARED);
    String type =
        typePart == null ? null : Fields.choice(typePart, "step type", TYPES, LATER_TYPES);
    if (type == null) {
      return null;
    }
    List<String> known = known(type);
    fields.allow(known, type.equals("request") ? RequestReader.LATER_FIELDS : List.of());
    fields.text("title");
    StepContext context = new StepContext(visible);
    Part when = fields.find("if");
    StepPlan.Header header =
        new StepPlan.Header(
            id == null ? "" : id,
            when == null ? null : conditions.condition(when, context),
            fields.duration("timeout", LONGEST_TIMEOUT),
            RetryReader.read(fields.find("retry")),
            onError(fields.find("onError"), id, visible, depth),
            false,
            Set.of());
    StepPlan step =
        switch (type) {
          case "transform" -> transform(fields, header, context, known);
          case "branch" -> branch(fields, header, context, known, depth);
          case RespondReader.TYPE -> responds.read(fields, header, context);
          default -> requests.read(fields, header, context, known);
        };
    return withUses(step, context);
  }

  private static List<String> known(String type) {
    List<String> known = new ArrayList<>(SHARED);
    switch (type) {
      case "transform" -> known.add("value");
      case "branch" -> known.add("arms");
      case RespondReader.TYPE -> known.addAll(RespondReader.FIELDS);
      default -> known.addAll(RequestReader.FIELDS);
    }
    return known;
  }

  private static void id(@Nullable Part part, String noun, Set<String> taken) {
    String text = part == null ? null : part.text();
    if (part == null || text == null) {
      return;
    }
    if (!ID.matcher(text).matches()) {
      part.problem(
          "\""
              + text
              + "\" is not an id: it starts with a small letter, then come letters, digits and _,"
              + " at most 64 in all");
    } else if (!taken.add(text)) {
      part.problem("there is another " + noun + " with the id \"" + text + "\"");
    }
  }

  private StepPlan transform(
      Fields fields, StepPlan.Header header, StepContext context, List<String> known) {
    Part value = fields.require("value", known);
    Value compiled = value == null ? new ValueReader.Constant(null) : values.value(value, context);
    return new StepPlan.Transform(header, compiled);
  }

  private StepPlan branch(
      Fields fields, StepPlan.Header header, StepContext context, List<String> known, int depth) {
    List<Arm> arms = new ArrayList<>();
    Part list = fields.require("arms", known);
    List<Part> items = list == null ? null : list.list();
    if (list != null && items != null && items.isEmpty()) {
      list.problem("must have at least one arm");
    }
    Set<String> ids = new HashSet<>();
    boolean elseSeen = false;
    for (Part item : items == null ? List.<Part>of() : items) {
      Fields arm = Fields.of(item);
      if (arm == null) {
        continue;
      }
      if (elseSeen) {
        item.problem("this arm is never reached: the one before has no \"when\", so it takes all");
      }
      elseSeen |= !arm.has("when");
      arms.add(arm(arm, context, ids, depth));
    }
    return new StepPlan.Branch(header, arms);
  }

  private Arm arm(Fields arm, StepContext context, Set<String> ids, int depth) {
    arm.allow(ARM_FIELDS, List.of());
    Part idPart = arm.require("id", ARM_FIELDS);
    id(idPart, "arm", ids);
    Part when = arm.find("when");
    Condition condition = when == null ? null : conditions.condition(when, context);
    Part steps = arm.require("steps", ARM_FIELDS);
    List<StepPlan> inner =
        steps == null ? List.of() : read(steps, context.visibility().in(null), depth + 1);
    String id =
        idPart != null && idPart.node() instanceof ScalarNode s && s.json() instanceof String text
            ? text
            : "";
    return new Arm(id, condition, inner);
  }

  private ErrorHandling onError(
      @Nullable Part part, @Nullable String id, Visibility visible, int depth) {
    if (part == null) {
      return new ErrorHandling.Fail();
    }
    if (part.node() instanceof ScalarNode scalar && scalar.json() instanceof String) {
      String choice =
          Fields.choice(part, "way to handle errors", List.of("fail", "continue"), List.of());
      return "continue".equals(choice) ? new ErrorHandling.Continue() : new ErrorHandling.Fail();
    }
    Fields fields = Fields.of(part);
    if (fields == null) {
      return new ErrorHandling.Fail();
    }
    fields.allow(List.of("steps"), List.of());
    Part steps = fields.require("steps", List.of("steps"));
    return steps == null
        ? new ErrorHandling.Fail()
        : new ErrorHandling.Handle(read(steps, visible.handling(id), depth + 1));
  }

  /** What a step reads is known when all its fields are. */
  private static StepPlan withUses(StepPlan step, StepContext context) {
    StepPlan.Header old = step.header();
    StepPlan.Header header =
        new StepPlan.Header(
            old.id(),
            old.when(),
            old.timeout(),
            old.retry(),
            old.onError(),
            context.readsTime(),
            context.reads());
    return switch (step) {
      case StepPlan.Transform transform -> new StepPlan.Transform(header, transform.value());
      case StepPlan.Branch branch -> new StepPlan.Branch(header, branch.arms());
      case StepPlan.Respond r -> new StepPlan.Respond(header, r.status(), r.headers(), r.content());
      case StepPlan.Request r ->
          new StepPlan.Request(
              header,
              r.method(),
              r.url(),
              r.query(),
              r.headers(),
              r.body(),
              r.auth(),
              r.followRedirects(),
              r.response());
      default -> step;
    };
  }
}
