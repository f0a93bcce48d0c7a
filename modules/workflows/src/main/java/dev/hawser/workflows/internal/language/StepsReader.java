package dev.hawser.workflows.internal.language;

import dev.hawser.workflows.FunctionSyntax;
import dev.hawser.workflows.Plan.WorkflowUse;
import dev.hawser.workflows.StepPlan;
import dev.hawser.workflows.StepPlan.ErrorHandling;
import dev.hawser.workflows.internal.source.Node;
import dev.hawser.workflows.internal.source.Node.ObjectNode;
import dev.hawser.workflows.internal.source.Node.ScalarNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads lists of steps and what all steps share. One instance reads one definition. */
final class StepsReader {
  private static final int DEEPEST = 16;
  private static final Set<String> UNSUPPORTED =
      Set.of("action", "each", "parallel", "delay", "waitFor", "workflow");
  private static final Form.Pattern ID = new Form.Pattern(StepGrammar.ID);

  private final ConditionReader conditions;
  private final RequestReader requests;
  private final RespondReader responds;
  private final FlowReader flow;
  private final ValueSteps others;
  private final Map<String, String> seen = new HashMap<>();

  /**
   * @param answers whether the trigger has a caller that can wait for an answer
   * @param name of the workflow; null when it has none
   */
  StepsReader(
      ValueReader values,
      ConditionReader conditions,
      FunctionSyntax syntax,
      boolean answers,
      @Nullable String name) {
    this.conditions = conditions;
    this.requests = new RequestReader(values, conditions);
    this.responds = new RespondReader(values, requests, answers);
    this.flow = new FlowReader(this, values, conditions);
    this.others = new ValueSteps(values, conditions, syntax, name);
  }

  /** The workflows that the steps start. */
  List<WorkflowUse> starts() {
    return others.starts();
  }

  /** A step but for what all steps share, which is known when everything in it was read. */
  interface Body extends Function<StepPlan.Header, StepPlan> {}

  /**
   * Steps that run one after the other.
   *
   * @param steps in order; wrong ones are left out after their problems were reported
   * @param end what can be seen behind the last
   */
  record Block(List<StepPlan> steps, Visibility end) {}

  List<StepPlan> read(Part part, Visibility start, int depth) {
    return block(part, start, depth).steps();
  }

  Block block(Part part, Visibility start, int depth) {
    List<StepPlan> steps = new ArrayList<>();
    List<Part> items = part.list();
    if (items == null) {
      return new Block(steps, start);
    }
    if (depth > DEEPEST) {
      part.problem("steps are nested deeper than " + DEEPEST + " levels");
      return new Block(steps, start);
    }
    Visibility visibility = start;
    for (Part item : items) {
      String id = StepIds.id(item.node());
      StepPlan step = step(id == null ? item : item.ofStep(id), visibility.in(id), depth);
      visibility = visibility.after(id, StepIds.readableIn(item.node()));
      if (step != null) {
        steps.add(step);
        visibility = visibility.afterAll(ranFor(step));
      }
    }
    return new Block(steps, visibility);
  }

  /** The steps of parallel branches that ran when the step did and all of them are awaited. */
  private static Set<String> ranFor(StepPlan step) {
    Set<String> ran = new LinkedHashSet<>();
    if (step instanceof StepPlan.Parallel parallel
        && parallel.mode() == StepPlan.ParallelMode.ALL
        && parallel.header().when() == null
        && parallel.header().onError() instanceof ErrorHandling.Fail) {
      parallel
          .branches()
          .forEach(branch -> branch.steps().forEach(inner -> ran.add(inner.header().id())));
    }
    return ran;
  }

  private @Nullable StepPlan step(Part part, Visibility visible, int depth) {
    Fields fields = Fields.of(part, StepGrammar.STEP);
    if (fields == null) {
      wrongStep(part);
      return null;
    }
    String id = id(fields.find("id"), "step", seen);
    fields.text("title");
    StepContext context = new StepContext(visible);
    Part when = fields.find("if");
    var condition = when == null ? null : conditions.condition(when, context);
    boolean waits = "waitFor".equals(type(fields));
    Duration timeout = waits ? null : fields.duration("timeout");
    var retry = RetryReader.read(fields.find("retry"));
    var onError = onError(fields.find("onError"), visible, depth);
    Body body = body(fields, context, depth);
    return body.apply(
        new StepPlan.Header(
            id, condition, timeout, retry, onError, context.readsTime(), context.reads()));
  }

  /** A step of an unknown type has an id that can clash nevertheless. */
  private void wrongStep(Part part) {
    if (part.node() instanceof ObjectNode object) {
      Node id = object.get("id");
      id(id == null ? null : part.child("id", id), "step", seen);
    }
  }

  private static String type(Fields fields) {
    Part type = fields.find("type");
    return type == null ? "" : String.valueOf(type.node().json());
  }

  private Body body(Fields fields, StepContext context, int depth) {
    String type = type(fields);
    Body body =
        switch (type) {
          case "branch" -> flow.branch(fields, context, depth);
          case "each" -> flow.each(fields, context, depth);
          case "parallel" -> flow.parallel(fields, context, depth);
          case "request" -> requests.read(fields, context);
          case RespondReader.TYPE -> responds.read(fields, context);
          default -> others.read(type, fields, context);
        };
    if (UNSUPPORTED.contains(type)) {
      fields.part().unsupported("run \"" + type + "\" steps");
    }
    return body;
  }

  /**
   * The id, empty when it is missing or wrong.
   *
   * @param taken ids of the same kind, by what they are when the case of letters makes no
   *     difference
   */
  static String id(@Nullable Part part, String noun, Map<String, String> taken) {
    String text = part == null ? null : part.text();
    if (part == null || text == null) {
      return "";
    }
    if (!ID.matches(text)) {
      part.problem(
          "\""
              + Fields.shown(text)
              + "\" is not an id: it starts with a small letter, then come letters, digits and _,"
              + " at most 64 in all");
      return text;
    }
    String other = taken.putIfAbsent(text.toLowerCase(Locale.ROOT), text);
    if (text.equals(other)) {
      part.problem("there is another " + noun + " with the id \"" + text + "\"");
    } else if (other != null) {
      part.problem(
          "the id \""
              + text
              + "\" differs from that of another "
              + noun
              + ", \""
              + other
              + "\", only in the case of letters");
    }
    return text;
  }

  private ErrorHandling onError(@Nullable Part part, Visibility visible, int depth) {
    if (part == null) {
      return new ErrorHandling.Fail();
    }
    if (part.node() instanceof ScalarNode scalar && scalar.json() instanceof String) {
      String choice = Fields.choice(part, "way to handle errors", List.of("fail", "continue"));
      return "continue".equals(choice) ? new ErrorHandling.Continue() : new ErrorHandling.Fail();
    }
    Fields fields = Fields.of(part, Grammar.HANDLER);
    Part steps = fields == null ? null : fields.find("steps");
    return steps == null
        ? new ErrorHandling.Fail()
        : new ErrorHandling.Handle(read(steps, visible.handling(visible.self()), depth + 1));
  }
}
