package dev.hawser.workflows.internal.language;

import dev.harrel.jsonschema.Error;
import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.SpecificationVersion;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.hawser.workflows.internal.source.Node;
import dev.hawser.workflows.internal.source.Node.ListNode;
import dev.hawser.workflows.internal.source.Node.ObjectNode;
import dev.hawser.workflows.internal.source.Node.ScalarNode;
import java.net.URI;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Checks JSON schemas that stand in definitions against the meta-schema of JSON Schema 2020-12.
 * Thread-safe.
 */
final class UserSchemas {
  private static final URI META = URI.create(SpecificationVersion.DRAFT2020_12.getId());
  private static final Set<String> WALLS =
      Set.of(
          "$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "properties", "items", "prefixItems");
  private static final Set<String> DATA = Set.of("const", "enum", "default", "examples");
  private static final int MOST_SHOWN = 10;

  private @Nullable Validator validator;

  /** Reports what is wrong with a schema; names of its properties when it is one of an object. */
  @Nullable Set<String> check(Part part) {
    if (!(part.node() instanceof ObjectNode root)) {
      part.wrongType("a JSON schema, which is an object");
      return null;
    }
    Node dialect = root.get("$schema");
    if (dialect != null && !META.toString().equals(withoutHash(dialect.json()))) {
      part.child("$schema", dialect).problem("must be \"" + META + "\"", META.toString());
      return null;
    }
    metaSchema(part, root);
    walk(part);
    return properties(root);
  }

  private static @Nullable Set<String> properties(ObjectNode root) {
    Set<String> names = new LinkedHashSet<>();
    if (root.get("properties") instanceof ObjectNode properties) {
      names.addAll(properties.fields().keySet());
    }
    return names;
  }

  private void metaSchema(Part part, ObjectNode root) {
    Validator.Result result = validator().validate(META, new SchemaNode(root.json(), ""));
    List<Error> errors =
        result.getErrors().stream()
            .filter(error -> !WALLS.contains(error.getKeyword()))
            .sorted(Comparator.comparing(Error::getInstanceLocation))
            .toList();
    Set<String> seen = new LinkedHashSet<>();
    for (Error error : errors) {
      if (seen.size() < MOST_SHOWN && seen.add(error.getInstanceLocation())) {
        Part at = part.at(error.getInstanceLocation());
        at.problem("is not a JSON schema (2020-12): " + sentence(error.getError()));
      }
    }
    if (!result.isValid() && seen.isEmpty()) {
      part.problem("is not a JSON schema (2020-12)");
    }
  }

  private static String sentence(String error) {
    return error.isEmpty() ? error : Character.toLowerCase(error.charAt(0)) + error.substring(1);
  }

  /** What the meta-schema cannot see: patterns that do not compile, references to elsewhere. */
  private static void walk(Part part) {
    switch (part.node()) {
      case ScalarNode scalar -> {}
      case ListNode list -> part.items(list).forEach(UserSchemas::walk);
      case ObjectNode object -> {
        if (object.get("pattern") instanceof ScalarNode node
            && node.json() instanceof String text) {
          pattern(part.child("pattern", node), text);
        }
        if (object.get("$ref") instanceof ScalarNode node
            && node.json() instanceof String ref
            && !ref.startsWith("#")) {
          part.child("$ref", node)
              .problem("only references inside the schema (\"#/$defs/…\") are followed");
        }
        object
            .fields()
            .forEach(
                (name, field) -> {
                  if (!DATA.contains(name)) {
                    walk(part.child(name, field.value()));
                  }
                });
      }
    }
  }

  private static void pattern(Part part, String pattern) {
    try {
      Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      part.problem("is not a regular expression: " + e.getDescription());
    }
  }

  private static String withoutHash(@Nullable Object dialect) {
    String text = String.valueOf(dialect);
    return text.endsWith("#") ? text.substring(0, text.length() - 1) : text;
  }

  /** Reading the meta-schema costs some milliseconds, which most definitions need not pay. */
  private synchronized Validator validator() {
    Validator existing = validator;
    if (existing == null) {
      existing =
          new ValidatorFactory()
              .withJsonNodeFactory(new SchemaNode.Factory())
              .withSchemaResolver(uri -> dev.harrel.jsonschema.SchemaResolver.Result.empty())
              .createValidator();
      existing.validate(META, (JsonNode) new SchemaNode(true, ""));
      validator = existing;
    }
    return existing;
  }
}
