package dev.hawser.app.internal.http;

import dev.hawser.core.http.IdempotencyKey;
import dev.hawser.core.http.ProblemDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * A step of the build: adds to the merged API description what no single endpoint says. These are
 * the headers that make a repetition and a change safe, and what every error looks like.
 */
public final class ApiDescriptionFinisher {
  private static final String PROJECT = "/api/v1/projects/\\{project}/";

  /** Operations that are done once for one {@code Idempotency-Key}. */
  private static final Pattern ONCE =
      Pattern.compile(
          "(post|put|delete) "
              + PROJECT
              + "(workflows(?!/validate|/\\{workflow}/diff).*|events/\\{event}|workflow-copies)"
              + "|post "
              + PROJECT
              + "(executions/\\{execution}/replay|api-keys|signing-keys)"
              + "|post /api/v1/operator/organizations"
              + "|\\w+ /hooks/\\{workflow}");

  /** Operations that look at {@code If-Match}. */
  private static final Pattern CONDITIONAL =
      Pattern.compile("put " + PROJECT + "(workflows/\\{workflow}(/draft)?|events/\\{event})");

  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
  private static final String PROBLEM = "Problem";

  private ApiDescriptionFinisher() {}

  /**
   * @param args the description, which is replaced
   */
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    Map<String, Object> document = new Yaml().load(Files.readString(file));
    finish(document);
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setDereferenceAliases(true);
    Files.writeString(file, new Yaml(options).dump(document));
  }

  /** Adds what is missing; a description that is finished stays as it is. */
  static void finish(Map<String, Object> document) {
    Map<String, Object> components = map(document, "components");
    map(components, "schemas").put(PROBLEM, problem());
    map(components, "responses").put(PROBLEM, problemAnswer());
    map(components, "parameters")
        .put(
            IdempotencyKey.HEADER,
            header(
                IdempotencyKey.HEADER,
                "What the client calls this one request: a repetition within a day is not done"
                    + " again. Another request with the same key is refused with 422."));
    map(components, "parameters")
        .put(
            "If-Match",
            header(
                "If-Match",
                "The ETag of the revision that may be replaced; if it is another one by now, the"
                    + " answer is 412."));
    map(document, "paths")
        .forEach(
            (path, operations) -> {
              for (Map.Entry<String, Object> one : asMap(operations).entrySet()) {
                if (METHODS.contains(one.getKey())) {
                  finish(one.getKey() + " " + path, asMap(one.getValue()));
                }
              }
            });
  }

  private static void finish(String name, Map<String, Object> operation) {
    map(operation, "responses").putIfAbsent("default", reference("responses", PROBLEM));
    if (ONCE.matcher(name).matches()) {
      addParameter(operation, IdempotencyKey.HEADER);
    }
    if (CONDITIONAL.matcher(name).matches()) {
      addParameter(operation, "If-Match");
    }
    if (operation.get("parameters") instanceof List<?> parameters) {
      parameters.forEach(parameter -> simplify(asMap(parameter)));
    }
  }

  /** A parameter that may be left out is not one that may be null, or an object. */
  private static void simplify(Map<String, Object> parameter) {
    if (parameter.get("schema") instanceof Map<?, ?>) {
      Map<String, Object> schema = map(parameter, "schema");
      if (schema.get("type") instanceof List<?> types) {
        List<?> left =
            types.stream().filter(type -> !"null".equals(type) && !"object".equals(type)).toList();
        schema.put("type", left.size() == 1 ? left.getFirst() : types);
      }
    }
  }

  private static void addParameter(Map<String, Object> operation, String name) {
    List<Object> all = new ArrayList<>();
    if (operation.get("parameters") instanceof List<?> parameters) {
      all.addAll(parameters);
    }
    Map<String, Object> reference = reference("parameters", name);
    if (!all.contains(reference)) {
      all.add(reference);
    }
    operation.put("parameters", all);
  }

  private static Map<String, Object> header(String name, String description) {
    return fields(
        "name", name, "in", "header", "description", description, "schema", type("string"));
  }

  private static Map<String, Object> problemAnswer() {
    return fields(
        "description",
        "It was not done: a problem document (RFC 9457) says why.",
        "content",
        fields(ProblemDocument.MEDIA_TYPE, fields("schema", reference("schemas", PROBLEM))));
  }

  private static Map<String, Object> problem() {
    Map<String, Object> item =
        fields(
            "pointer", type("string"),
            "message", type("string"),
            "stepId", type("string"),
            "suggestion", type("string"),
            "line", type("integer"),
            "column", type("integer"));
    return fields(
        "type",
        "object",
        "required",
        List.of("type", "title", "status", "code", "detail", "problems", "retryable", "traceId"),
        "properties",
        fields(
            "type", type("string"),
            "title", type("string"),
            "status", type("integer"),
            "code", fields("type", "string", "description", "Stable, for programs."),
            "detail", fields("type", "string", "description", "For people."),
            "problems",
                fields(
                    "type",
                    "array",
                    "description",
                    "What is wrong with the input, one by one.",
                    "items",
                    fields(
                        "type",
                        "object",
                        "required",
                        List.of("pointer", "message"),
                        "properties",
                        item)),
            "retryable",
                fields("type", "boolean", "description", "Whether the same may succeed later."),
            "traceId", fields("type", "string", "description", "Find it in the log by this.")));
  }

  private static Map<String, Object> type(String name) {
    return fields("type", name);
  }

  private static Map<String, Object> reference(String kind, String name) {
    return fields("$ref", "#/components/" + kind + "/" + name);
  }

  private static Map<String, Object> fields(Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }

  private static Map<String, Object> map(Map<String, Object> parent, String name) {
    return asMap(parent.computeIfAbsent(name, missing -> new LinkedHashMap<>()));
  }

  @SuppressWarnings("unchecked") // names are texts in every such document
  private static Map<String, Object> asMap(Object value) {
    return (Map<String, Object>) value;
  }
}
