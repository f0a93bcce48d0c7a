package dev.hawser.workflows.internal.language;

import dev.hawser.core.error.Problem;
import dev.hawser.workflows.Plan;
import dev.hawser.workflows.StepPlan;
import dev.hawser.workflows.TriggerPlan;
import dev.hawser.workflows.internal.expression.Expressions;
import dev.hawser.workflows.internal.expression.Templates;
import dev.hawser.workflows.internal.source.MalformedDocumentException;
import dev.hawser.workflows.internal.source.Node;
import dev.hawser.workflows.internal.source.Node.ObjectNode;
import dev.hawser.workflows.internal.source.SourceFormat;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads definitions of schema {@code hawser/v1}: all problems, or a plan. Thread-safe. */
@Singleton
public final class DefinitionCompiler {
  /** Of a definition, in bytes. */
  public static final int LARGEST = 1 << 20;

  private static final int MOST_STEPS = 500;
  private static final int LONGEST_NAME = 200;
  private static final int MOST_CONCURRENCY = 100_000;
  private static final Duration DEFAULT_TIMEOUT = Duration.ofHours(24);
  private static final Duration LONGEST_TIMEOUT = Duration.ofDays(366);
  private static final String SCHEMA = "hawser/v1";
  private static final List<String> FIELDS =
      List.of("schema", "name", "trigger", "steps", "onError", "limits", "ui");
  private static final List<String> LATER_FIELDS = List.of("integration", "settings", "secrets");

  private final Expressions expressions = new Expressions();

  /**
   * What became of a definition.
   *
   * @param json the document as a JSON value; null when it is not one, or not an object
   * @param name null when it is missing or wrong
   * @param plan null when there is any problem
   */
  public record Result(
      @Nullable Object json, @Nullable String name, @Nullable Plan plan, List<Problem> problems) {
    public Result {
      problems = List.copyOf(problems);
    }
  }

  /** Pays the cost of the first compilation; may run beside others. */
  public void warmUp() {
    expressions.warmUp();
  }

  /** Reads a text. */
  public Result compile(byte[] utf8, SourceFormat format) {
    if (utf8.length > LARGEST) {
      String message = "the definition is larger than 1 MiB (" + utf8.length + " bytes)";
      return new Result(null, null, null, List.of(Problem.at("", message)));
    }
    try {
      return compile(format.read(utf8));
    } catch (MalformedDocumentException e) {
      var at = e.position();
      Problem problem =
          new Problem(
              "",
              e.text(),
              null,
              null,
              at == null ? null : at.line(),
              at == null ? null : at.column());
      return new Result(null, null, null, List.of(problem));
    }
  }

  private Result compile(Node root) {
    Findings findings = new Findings();
    Fields fields = Fields.of(Part.root(findings, root));
    if (fields == null) {
      return new Result(null, null, null, findings.problems());
    }
    fields.allow(FIELDS, LATER_FIELDS);
    schema(fields);
    String name = name(fields);
    Part ui = fields.find("ui");
    if (ui != null && !(ui.node() instanceof ObjectNode)) {
      ui.wrongType("an object");
    }
    Plan plan = plan(fields, root);
    boolean right = findings.isEmpty();
    return new Result(root.json(), name, right ? plan : null, findings.problems());
  }

  private static void schema(Fields fields) {
    Part part = fields.require("schema", FIELDS);
    if (part != null) {
      Fields.choice(part, "schema", List.of(SCHEMA), List.of());
    }
  }

  private static @Nullable String name(Fields fields) {
    Part part = fields.require("name", FIELDS);
    String text = part == null ? null : part.text();
    if (part == null || text == null) {
      return null;
    }
    if (text.isBlank() || text.length() > LONGEST_NAME || !text.equals(text.strip())) {
      part.problem("must have 1 to " + LONGEST_NAME + " characters, none of them blank at an end");
      return null;
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      part.problem("must not have control characters");
      return null;
    }
    return text;
  }

  private @Nullable Plan plan(Fields fields, Node root) {
    Part triggerPart = fields.require("trigger", FIELDS);
    boolean responds = RespondReader.isIn(root);
    TriggerPlan trigger = triggerPart == null ? null : TriggerReader.read(triggerPart, responds);
    StepIds found = StepIds.of(root);
    Part stepsPart = fields.require("steps", FIELDS);
    if (found.count() > MOST_STEPS && stepsPart != null) {
      stepsPart.problem("there are " + found.count() + " steps, at most 500 are allowed");
      return null;
    }
    Templates templates = new Templates(expressions);
    ValueReader values = new ValueReader(templates);
    boolean answers = !(trigger instanceof TriggerPlan.Manual);
    StepsReader reader = new StepsReader(values, new ConditionReader(templates, values), answers);
    List<StepPlan> steps =
        stepsPart == null ? List.of() : reader.read(stepsPart, Visibility.start(found.ids()), 1);
    List<StepPlan> onError = onError(fields.find("onError"), reader, found);
    if (responds && answers) {
      respondsOnce(fields, stepsPart);
    }
    Part limitsPart = fields.find("limits");
    Fields limits = limitsPart == null ? null : Fields.of(limitsPart);
    Duration timeout = null;
    int concurrency = Plan.UNLIMITED;
    if (limits != null) {
      limits.allow(List.of("timeout", "concurrency"), List.of());
      timeout = limits.duration("timeout", LONGEST_TIMEOUT);
      concurrency = limits.integer("concurrency", 1, MOST_CONCURRENCY, Plan.UNLIMITED);
    }
    return trigger == null
        ? null
        : new Plan(
            trigger, steps, onError, timeout == null ? DEFAULT_TIMEOUT : timeout, concurrency);
  }

  private static void respondsOnce(Fields fields, @Nullable Part steps) {
    if (steps != null) {
      RespondReader.checkOnce(steps, false);
    }
    Part handler = fields.find("onError");
    if (handler != null && handler.node() instanceof ObjectNode object) {
      var inner = object.fields().get("steps");
      if (inner != null) {
        RespondReader.checkOnce(handler.child("steps", inner.value()), false);
      }
    }
  }

  private static List<StepPlan> onError(@Nullable Part part, StepsReader reader, StepIds found) {
    Fields fields = part == null ? null : Fields.of(part);
    if (fields == null) {
      return List.of();
    }
    fields.allow(List.of("steps"), List.of());
    Part steps = fields.require("steps", List.of("steps"));
    return steps == null ? List.of() : reader.read(steps, Visibility.handlingAny(found.ids()), 1);
  }
}
