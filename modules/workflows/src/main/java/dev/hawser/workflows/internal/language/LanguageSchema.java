package dev.hawser.workflows.internal.language;

import dev.hawser.core.json.Json;
import dev.hawser.workflows.internal.language.Form.Any;
import dev.hawser.workflows.internal.language.Form.Choice;
import dev.hawser.workflows.internal.language.Form.Constant;
import dev.hawser.workflows.internal.language.Form.Either;
import dev.hawser.workflows.internal.language.Form.Flag;
import dev.hawser.workflows.internal.language.Form.ListOf;
import dev.hawser.workflows.internal.language.Form.MapOf;
import dev.hawser.workflows.internal.language.Form.Obj;
import dev.hawser.workflows.internal.language.Form.Open;
import dev.hawser.workflows.internal.language.Form.Span;
import dev.hawser.workflows.internal.language.Form.Steps;
import dev.hawser.workflows.internal.language.Form.Tagged;
import dev.hawser.workflows.internal.language.Form.Template;
import dev.hawser.workflows.internal.language.Form.Test;
import dev.hawser.workflows.internal.language.Form.Text;
import dev.hawser.workflows.internal.language.Form.Whole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The language as a JSON Schema (2020-12), so that editors complete and underline. It knows fields,
 * types and bounds; what depends on more than one place only the compiler knows.
 */
public final class LanguageSchema {
  public static final String PATH = "/schema/workflow-v1.json";
  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
  private static final String TYPE = "type";
  private static final String STRING = "string";
  private static final String OBJECT = "object";
  private static final String TEMPLATE = "\\{\\{";

  private final Map<String, Object> definitions = new LinkedHashMap<>();

  private LanguageSchema() {}

  /** The schema as JSON text. */
  public static byte[] json() {
    return Json.write(new LanguageSchema().document());
  }

  private Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("$schema", DIALECT);
    document.put("title", "Hawser workflow");
    document.putAll(object(Grammar.ROOT));
    definitions.put(
        "value",
        Map.of(
            "description",
            "Any JSON value; texts in it may have expressions: \"{{ trigger.body }}\"."));
    definitions.put("condition", condition());
    document.put("$defs", definitions);
    return document;
  }

  private Map<String, Object> condition() {
    Map<String, Object> condition = new LinkedHashMap<>();
    condition.put("description", "\"{{ … }}\" that gives true or false, or groups of rules.");
    condition.put("anyOf", List.of(text("pattern", TEMPLATE), form(new Obj(StepGrammar.RULES))));
    return condition;
  }

  private Map<String, Object> form(Form form) {
    return switch (form) {
      case Text text -> text(text);
      case Form.Pattern pattern -> text("pattern", "^(?:" + pattern.regex().pattern() + ")$");
      case Choice choice -> with("enum", choice.names());
      case Whole whole -> bounds("integer", whole.least(), whole.most());
      case Form.Decimal number -> bounds("number", number.least(), number.most());
      case Flag flag -> with(TYPE, "boolean");
      case Span span -> text("pattern", "^[-+]?[pP]");
      case Any any -> reference("value");
      case Template template -> with(TYPE, STRING);
      case Form.Expression expression -> text("pattern", TEMPLATE);
      case Constant constant -> Map.of();
      case Open open -> with(TYPE, OBJECT);
      case Test test -> reference("condition");
      case ListOf list -> list(list);
      case MapOf map -> {
        Map<String, Object> schema = with(TYPE, OBJECT);
        schema.put("additionalProperties", form(map.value()));
        yield schema;
      }
      case Obj object -> {
        define(object.shape().name(), object.shape());
        yield reference(object.shape().name());
      }
      case Steps steps -> {
        Map<String, Object> schema = with(TYPE, "array");
        schema.put("items", form(StepGrammar.STEP));
        yield schema;
      }
      case Tagged tagged -> {
        define(tagged);
        yield reference(tagged.name());
      }
      case Either either -> with("anyOf", either.forms().stream().map(this::form).toList());
    };
  }

  private Map<String, Object> list(ListOf list) {
    Map<String, Object> schema = with(TYPE, "array");
    schema.put("items", form(list.item()));
    if (list.least() > 0) {
      schema.put("minItems", (long) list.least());
    }
    return schema;
  }

  private static Map<String, Object> text(Text text) {
    Map<String, Object> schema = with(TYPE, STRING);
    if (text.least() > 0) {
      schema.put("minLength", (long) text.least());
    }
    if (text.most() < Integer.MAX_VALUE) {
      schema.put("maxLength", (long) text.most());
    }
    return schema;
  }

  private void define(String name, Shape shape) {
    if (!definitions.containsKey(name)) {
      definitions.put(name, Map.of()); // holds the place while its own fields lead back here
      definitions.put(name, object(shape));
    }
  }

  /** By the tag: one message about the fields of the kind that it says, not one for each kind. */
  private void define(Tagged tagged) {
    if (definitions.containsKey(tagged.name())) {
      return;
    }
    definitions.put(tagged.name(), Map.of());
    Map<String, Object> schema = with(TYPE, OBJECT);
    schema.put("required", List.of(tagged.tag()));
    schema.put("properties", with(tagged.tag(), with("enum", tagged.values())));
    Map<Shape, List<String>> values = new LinkedHashMap<>();
    tagged
        .shapes()
        .forEach(
            (value, shape) -> values.computeIfAbsent(shape, s -> new ArrayList<>()).add(value));
    List<Object> cases = new ArrayList<>();
    values.forEach(
        (shape, of) -> {
          define(shape.name(), shape);
          Map<String, Object> is = new LinkedHashMap<>();
          is.put("properties", with(tagged.tag(), with("enum", of)));
          is.put("required", List.of(tagged.tag()));
          Map<String, Object> one = with("if", is);
          one.put("then", reference(shape.name()));
          cases.add(one);
        });
    schema.put("allOf", cases);
    definitions.put(tagged.name(), schema);
  }

  private Map<String, Object> object(Shape shape) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("description", shape.about());
    schema.put(TYPE, OBJECT);
    Map<String, Object> properties = new LinkedHashMap<>();
    for (Shape.Member member : shape.members()) {
      Map<String, Object> property = new LinkedHashMap<>(form(member.form()));
      property.put("description", member.about());
      properties.put(member.name(), property);
    }
    schema.put("properties", properties);
    List<String> required =
        shape.members().stream().filter(Shape.Member::required).map(Shape.Member::name).toList();
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("additionalProperties", false);
    return schema;
  }

  private static Map<String, Object> bounds(String type, Number least, Number most) {
    Map<String, Object> schema = with(TYPE, type);
    schema.put("minimum", least);
    schema.put("maximum", most);
    return schema;
  }

  private static Map<String, Object> text(String keyword, String value) {
    Map<String, Object> schema = with(TYPE, STRING);
    schema.put(keyword, value);
    return schema;
  }

  private static Map<String, Object> reference(String definition) {
    return with("$ref", "#/$defs/" + definition);
  }

  private static Map<String, Object> with(String keyword, Object value) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put(keyword, value);
    return schema;
  }
}
