package dev.hawser.workflows.internal.language;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.JsonNodeFactory;
import dev.harrel.jsonschema.SimpleType;
import dev.hawser.core.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value (types of {@link Json}) for the JSON Schema library.
 *
 * @param pointer JSON pointer from the root
 */
record SchemaNode(@Nullable Object value, String pointer) implements JsonNode {

  /** Makes nodes of texts and of values. */
  static final class Factory implements JsonNodeFactory {
    @Override
    public JsonNode wrap(@Nullable Object value) {
      return value instanceof JsonNode node ? node : new SchemaNode(value, "");
    }

    @Override
    public JsonNode create(String json) {
      try {
        return new SchemaNode(Json.read(json.getBytes(UTF_8)), "");
      } catch (Json.MalformedException e) {
        throw new IllegalArgumentException(e);
      }
    }
  }

  /** Where it stands makes no difference: the library compares nodes for {@code enum}. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SchemaNode node && Objects.equals(value, node.value);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(value);
  }

  @Override
  public String getJsonPointer() {
    return pointer;
  }

  @Override
  public SimpleType getNodeType() {
    return switch (value) {
      case null -> SimpleType.NULL;
      case Boolean bool -> SimpleType.BOOLEAN;
      case String text -> SimpleType.STRING;
      case Double number ->
          number == Math.rint(number) && !Double.isInfinite(number)
              ? SimpleType.INTEGER
              : SimpleType.NUMBER;
      case Number number -> SimpleType.INTEGER;
      case List<?> list -> SimpleType.ARRAY;
      default -> SimpleType.OBJECT;
    };
  }

  @Override
  public boolean asBoolean() {
    return Boolean.TRUE.equals(value);
  }

  @Override
  public String asString() {
    return String.valueOf(value);
  }

  @Override
  public BigInteger asInteger() {
    return asNumber().toBigInteger();
  }

  @Override
  public BigDecimal asNumber() {
    return switch (value) {
      case BigInteger integer -> new BigDecimal(integer);
      case Double number -> BigDecimal.valueOf(number);
      case Number number -> BigDecimal.valueOf(number.longValue());
      case null, default -> throw new IllegalStateException("Not a number");
    };
  }

  @Override
  public List<JsonNode> asArray() {
    List<JsonNode> items = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (Object item : list) {
        items.add(new SchemaNode(item, pointer + "/" + items.size()));
      }
    }
    return items;
  }

  @Override
  public Map<String, JsonNode> asObject() {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (name, field) -> {
            String text = String.valueOf(name);
            String token = JsonNode.encodeJsonPointer(text);
            fields.put(text, new SchemaNode(field, pointer + "/" + token));
          });
    }
    return fields;
  }
}
