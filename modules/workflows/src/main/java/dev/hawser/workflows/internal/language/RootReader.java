package dev.hawser.workflows.internal.language;

import dev.hawser.workflows.FunctionSyntax;
import dev.hawser.workflows.Plan;
import dev.hawser.workflows.Plan.Environment;
import dev.hawser.workflows.StepPlan;
import dev.hawser.workflows.TriggerPlan;
import dev.hawser.workflows.internal.expression.Expressions;
import dev.hawser.workflows.internal.expression.Templates;
import dev.hawser.workflows.internal.source.Node;
import dev.hawser.workflows.internal.source.Node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the top of one definition. */
final class RootReader {
  private static final int MOST_STEPS = 500;
  private static final int MOST_SECRETS = 100;
  private static final Set<String> USER_TRIGGERS = Set.of("request", "event");
  private static final Duration DEFAULT_TIMEOUT = Duration.ofHours(24);
  private static final Form.Pattern SECRET = new Form.Pattern(Grammar.SECRET);

  private final Fields fields;
  private final Tools tools;
  private final @Nullable String name;

  /** What readers of all definitions share. */
  record Tools(Expressions expressions, UserSchemas schemas, FunctionSyntax syntax) {}

  RootReader(Fields fields, Tools tools) {
    this.fields = fields;
    this.tools = tools;
    fields.choice("schema");
    this.name = readName();
    Part ui = fields.find("ui");
    if (ui != null && !(ui.node() instanceof ObjectNode)) {
      ui.wrongType("an object");
    }
  }

  /** Null when it is missing or wrong. */
  @Nullable String name() {
    return name;
  }

  private @Nullable String readName() {
    Part part = fields.find("name");
    String text = part == null ? null : part.text();
    if (part == null || text == null) {
      return null;
    }
    if (text.isBlank() || text.length() > Grammar.LONGEST_NAME || !text.equals(text.strip())) {
      part.problem(
          "must have 1 to " + Grammar.LONGEST_NAME + " characters, none of them blank at an end");
      return null;
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      part.problem("must not have control characters");
      return null;
    }
    return text;
  }

  /** Null when there are problems that leave nothing to run. */
  @Nullable Plan plan() {
    Node root = fields.part().node();
    String integration =
        fields.named("integration", "the name of a connector, such as \"hubspot\"");
    Part settingsPart = fields.find("settings");
    Set<String> settings = settingsPart == null ? null : settings(settingsPart);
    Set<String> secrets = secrets(fields.find("secrets"));
    StepIds found = StepIds.of(root);
    Declarations declared =
        new Declarations(secrets, settings, integration != null || startsForUser(root));
    Templates templates = new Templates(tools.expressions());
    ValueReader values = new ValueReader(templates);
    boolean responds = RespondReader.isIn(root);
    Part triggerPart = fields.find("trigger");
    Visibility inTrigger = Visibility.trigger(found, declared);
    TriggerPlan trigger =
        triggerPart == null
            ? null
            : new TriggerReader(values, tools.schemas(), inTrigger, integration)
                .read(triggerPart, responds);
    Part stepsPart = fields.find("steps");
    if (found.count() > MOST_STEPS && stepsPart != null) {
      stepsPart.problem("there are " + found.count() + " steps, at most 500 are allowed");
      return null;
    }
    boolean answers = trigger == null || trigger.hasCaller();
    StepsReader reader =
        new StepsReader(
            values, new ConditionReader(templates, values), tools.syntax(), answers, name);
    List<StepPlan> steps =
        stepsPart == null
            ? List.of()
            : reader.read(stepsPart, Visibility.start(found, declared), 1);
    Part handler = handlerSteps();
    List<StepPlan> onError =
        handler == null
            ? List.of()
            : reader.read(handler, Visibility.handlingAny(found, declared), 1);
    if (responds && answers) {
      respondsOnce(stepsPart, handler);
    }
    Limits limits = limits();
    return trigger == null
        ? null
        : new Plan(
            trigger,
            steps,
            onError,
            limits.timeout(),
            limits.concurrency(),
            new Environment(
                integration, json(settingsPart), secrets, declared.secretsRead(), reader.starts()),
            fields.part().findings().unsupported());
  }

  private static boolean startsForUser(Node root) {
    Node trigger = root instanceof ObjectNode object ? object.get("trigger") : null;
    Node type = trigger instanceof ObjectNode object ? object.get("type") : null;
    return type != null && USER_TRIGGERS.contains(String.valueOf(type.json()));
  }

  private @Nullable Set<String> settings(Part part) {
    Set<String> names = tools.schemas().check(part);
    Node type = part.node() instanceof ObjectNode object ? object.get("type") : null;
    if (type != null && !"object".equals(type.json())) {
      part.child("type", type)
          .problem("must be \"object\": each setting is one of its properties", "object");
    }
    return names == null ? Set.of() : names;
  }

  private static @Nullable Map<String, @Nullable Object> json(@Nullable Part part) {
    return part != null && part.node() instanceof ObjectNode object ? object.json() : null;
  }

  private static Set<String> secrets(@Nullable Part part) {
    Set<String> names = new LinkedHashSet<>();
    List<Part> items = part == null ? null : part.list();
    if (part == null || items == null) {
      return names;
    }
    if (items.size() > MOST_SECRETS) {
      part.problem("there are " + items.size() + " secrets, at most 100 are allowed");
      return names;
    }
    for (Part item : items) {
      String secret =
          Fields.named(item, SECRET, "the name of a secret; it has letters, digits and _");
      if (secret != null && !names.add(secret)) {
        item.problem("the secret \"" + secret + "\" is there twice");
      }
    }
    return names;
  }

  private @Nullable Part handlerSteps() {
    Part part = fields.find("onError");
    Fields handler = part == null ? null : Fields.of(part, Grammar.HANDLER);
    return handler == null ? null : handler.find("steps");
  }

  private static void respondsOnce(@Nullable Part steps, @Nullable Part handler) {
    if (steps != null) {
      RespondReader.checkOnce(steps, false);
    }
    if (handler != null) {
      RespondReader.checkOnce(handler, false);
    }
  }

  private record Limits(Duration timeout, int concurrency) {}

  private Limits limits() {
    Part part = fields.find("limits");
    Fields limits = part == null ? null : Fields.of(part, Grammar.LIMITS);
    if (limits == null) {
      return new Limits(DEFAULT_TIMEOUT, Plan.UNLIMITED);
    }
    return new Limits(
        Objects.requireNonNullElse(limits.duration("timeout"), DEFAULT_TIMEOUT),
        limits.integer("concurrency", Plan.UNLIMITED));
  }
}
