package dev.hawser.workflows.internal.language;

import dev.hawser.workflows.StepPlan;
import dev.hawser.workflows.StepPlan.Content;
import dev.hawser.workflows.StepPlan.NamedValue;
import dev.hawser.workflows.Value;
import dev.hawser.workflows.internal.expression.Templates;
import dev.hawser.workflows.internal.source.Node;
import dev.hawser.workflows.internal.source.Node.ListNode;
import dev.hawser.workflows.internal.source.Node.ObjectNode;
import dev.hawser.workflows.internal.source.Node.ScalarNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads respond steps, and where in a definition they can be. */
final class RespondReader {
  static final String TYPE = "respond";
  private static final Value OK = new ValueReader.Constant(200L);
  private static final Form.Whole STATUS = new Form.Whole(200, 599);

  private final ValueReader values;
  private final RequestReader requests;
  private final boolean answers;

  /**
   * @param answers whether somebody waits for an answer
   */
  RespondReader(ValueReader values, RequestReader requests, boolean answers) {
    this.values = values;
    this.requests = requests;
    this.answers = answers;
  }

  StepsReader.Body read(Fields fields, StepContext step) {
    if (!answers) {
      fields
          .part()
          .problem("only a workflow with a webhook or request trigger has a caller to answer");
    }
    Part body = fields.find("body");
    Part file = fields.find("file");
    if (body != null && file != null) {
      file.problem("an answer has a \"body\" or a \"file\", not both");
    }
    Content content = content(body, file, step);
    Value status = status(fields, step);
    List<NamedValue> headers = requests.named(fields.find("headers"), HeaderNames.ofAnswer(), step);
    return header -> new StepPlan.Respond(header, status, headers, content);
  }

  private Content content(@Nullable Part body, @Nullable Part file, StepContext step) {
    if (file != null) {
      return new Content.File(values.file(file, step));
    }
    return body == null ? new Content.None() : new Content.Json(values.value(body, step));
  }

  private Value status(Fields fields, StepContext step) {
    Part part = fields.find("status");
    if (part == null) {
      return OK;
    }
    if (part.node() instanceof ScalarNode scalar
        && scalar.json() instanceof String text
        && Templates.isTemplate(text)) {
      return values.value(part, step);
    }
    return new ValueReader.Constant((long) Fields.integer(part, STATUS, 200));
  }

  /** Whether there is a respond step anywhere below. */
  static boolean isIn(@Nullable Node node) {
    return switch (node) {
      case null -> false;
      case ScalarNode scalar -> false;
      case ListNode list -> list.items().stream().anyMatch(RespondReader::isIn);
      case ObjectNode object ->
          isRespond(object)
              || isIn(object.get("steps"))
              || isIn(object.get("arms"))
              || isIn(object.get("branches"))
              || isIn(object.get("onError"));
    };
  }

  /**
   * Reports steps that answer what was answered before, on every way to them.
   *
   * @param before whether that is so for the first step
   * @return whether it is so behind the last step
   */
  static boolean checkOnce(Part steps, boolean before) {
    boolean answered = before;
    if (!(steps.node() instanceof ListNode list)) {
      return answered;
    }
    for (Part item : steps.items(list)) {
      if (item.node() instanceof ObjectNode object) {
        answered = checkStep(item, object, answered);
      }
    }
    return answered;
  }

  private static boolean checkStep(Part item, ObjectNode object, boolean before) {
    boolean conditional =
        object.fields().containsKey("if") || object.fields().containsKey("onError");
    if (isRespond(object)) {
      if (before) {
        item.problem("the caller was answered before this step, on every way to it");
      }
      return before || !conditional;
    }
    boolean all = object.get("arms") instanceof ListNode;
    boolean hasElse = false;
    if (object.get("arms") instanceof ListNode arms) {
      for (Part arm : item.child("arms", arms).items(arms)) {
        Part in = steps(arm);
        all &= in != null && checkOnce(in, before);
        hasElse |= arm.node() instanceof ObjectNode fields && !fields.fields().containsKey("when");
      }
    }
    if (object.get("branches") instanceof ListNode branches) {
      for (Part branch : item.child("branches", branches).items(branches)) {
        Part in = steps(branch);
        if (in != null) {
          checkOnce(in, before);
        }
      }
    }
    Part inner = steps(item);
    if (inner != null) {
      checkOnce(inner, before);
    }
    Node handler = object.get("onError");
    Part handling = handler == null ? null : steps(item.child("onError", handler));
    if (handling != null) {
      checkOnce(handling, before);
    }
    return before || (all && hasElse && !conditional);
  }

  /** The steps of an arm or a handler. */
  private static @Nullable Part steps(Part part) {
    Node steps = part.node() instanceof ObjectNode object ? object.get("steps") : null;
    return steps == null ? null : part.child("steps", steps);
  }

  private static boolean isRespond(ObjectNode object) {
    return object.get("type") instanceof ScalarNode type && TYPE.equals(type.json());
  }
}
