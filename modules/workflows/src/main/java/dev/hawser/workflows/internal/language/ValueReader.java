package dev.hawser.workflows.internal.language;

import dev.hawser.workflows.Scope;
import dev.hawser.workflows.Value;
import dev.hawser.workflows.internal.expression.Templates;
import dev.hawser.workflows.internal.source.Node;
import dev.hawser.workflows.internal.source.Node.ListNode;
import dev.hawser.workflows.internal.source.Node.ObjectNode;
import dev.hawser.workflows.internal.source.Node.ScalarNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what stands in a value position: any JSON, with templates in its texts. */
final class ValueReader {
  /** A value that is not there, or that had problems, so that reading can go on. */
  static final Value NOTHING = new Constant(null);

  private final Templates templates;

  ValueReader(Templates templates) {
    this.templates = templates;
  }

  /** A value without expressions. */
  record Constant(@Nullable Object json) implements Value {
    @Override
    public @Nullable Object evaluate(Scope scope) {
      return json;
    }
  }

  Value value(Part part, StepContext step) {
    return switch (part.node()) {
      case ScalarNode scalar when scalar.json() instanceof String text -> text(part, text, step);
      case Node constant when !hasTemplates(constant) -> new Constant(constant.json());
      case ObjectNode object -> object(part, object, step);
      case ListNode list -> {
        List<Value> items = part.items(list).stream().map(item -> value(item, step)).toList();
        yield new ListValue(items);
      }
      case ScalarNode scalar -> new Constant(scalar.json());
    };
  }

  /** A value that must give a file, as far as that can be seen. */
  Value file(Part part, StepContext step) {
    boolean constant =
        switch (part.node()) {
          case ScalarNode scalar ->
              !(scalar.json() instanceof String text && Templates.isTemplate(text));
          case ListNode list -> true;
          case ObjectNode object -> !object.fields().containsKey("$file");
        };
    if (constant) {
      part.problem("must give a file, for example \"{{ trigger.body.document }}\"");
      return NOTHING;
    }
    return value(part, step);
  }

  /** A value that must give a list, as far as that can be seen. */
  Value list(Part part, StepContext step) {
    boolean template =
        part.node() instanceof ScalarNode scalar
            && scalar.json() instanceof String text
            && Templates.isTemplate(text);
    if (!template && !(part.node() instanceof ListNode)) {
      part.wrongType("a list, or an expression that gives one");
      return NOTHING;
    }
    return value(part, step);
  }

  /** A value that must be an object of values. */
  Value object(Part part, StepContext step) {
    if (!(part.node() instanceof ObjectNode)) {
      part.wrongType("an object");
      return NOTHING;
    }
    return value(part, step);
  }

  private Value text(Part part, String text, StepContext step) {
    if (!Templates.isTemplate(text)) {
      return new Constant(text);
    }
    var result = templates.value(part.place(), text);
    result.problems().forEach(problem -> part.problem(problem.message(), problem.suggestion()));
    step.use(part, result.usage());
    return result.value() == null ? NOTHING : result.value();
  }

  private Value object(Part part, ObjectNode object, StepContext step) {
    Map<String, Value> fields = LinkedHashMap.newLinkedHashMap(object.fields().size());
    object
        .fields()
        .forEach((name, field) -> fields.put(name, value(part.child(name, field.value()), step)));
    return new ObjectValue(fields);
  }

  static boolean hasTemplates(Node node) {
    return switch (node) {
      case ScalarNode scalar -> scalar.json() instanceof String text && Templates.isTemplate(text);
      case ListNode list -> list.items().stream().anyMatch(ValueReader::hasTemplates);
      case ObjectNode object ->
          object.fields().values().stream().anyMatch(field -> hasTemplates(field.value()));
    };
  }

  private record ObjectValue(Map<String, Value> fields) implements Value {
    @Override
    public Object evaluate(Scope scope) {
      Map<String, @Nullable Object> out = LinkedHashMap.newLinkedHashMap(fields.size());
      fields.forEach((name, value) -> out.put(name, value.evaluate(scope)));
      return out;
    }
  }

  private record ListValue(List<Value> items) implements Value {
    @Override
    public Object evaluate(Scope scope) {
      List<@Nullable Object> out = new ArrayList<>(items.size());
      for (Value item : items) {
        out.add(item.evaluate(scope));
      }
      return out;
    }
  }
}
