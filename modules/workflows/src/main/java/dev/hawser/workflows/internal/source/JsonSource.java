package dev.hawser.workflows.internal.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.hawser.workflows.internal.source.Node.Field;
import dev.hawser.workflows.internal.source.Node.ListNode;
import dev.hawser.workflows.internal.source.Node.ObjectNode;
import dev.hawser.workflows.internal.source.Node.Position;
import dev.hawser.workflows.internal.source.Node.ScalarNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON (RFC 8259) with positions. */
final class JsonSource {
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(SourceFormat.MAX_DEPTH).build())
          .build();

  private static final String TOO_MUCH = "a number or a name in the document is too long";
  private final JsonParser parser;
  private int nodes;

  private JsonSource(JsonParser parser) {
    this.parser = parser;
  }

  static Node read(String text) throws MalformedDocumentException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      JsonSource source = new JsonSource(parser);
      parser.nextToken();
      Node root = source.node();
      if (parser.nextToken() != null) {
        throw new MalformedDocumentException(
            "there is more text behind the end of the JSON document", source.position());
      }
      return root;
    } catch (StreamConstraintsException e) {
      throw new MalformedDocumentException(
          isDepth(e) ? "the document is nested too deeply" : TOO_MUCH, null);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw new MalformedDocumentException(
          "the document is not JSON: " + e.getOriginalMessage(),
          at == null ? null : new Position(at.getLineNr(), at.getColumnNr()));
    } catch (IOException e) {
      throw new MalformedDocumentException("the document cannot be read", null);
    }
  }

  private static boolean isDepth(StreamConstraintsException e) {
    return e.getOriginalMessage().contains("nesting");
  }

  private Node node() throws IOException, MalformedDocumentException {
    Position at = position();
    if (++nodes > SourceFormat.MOST_NODES) {
      throw new MalformedDocumentException(
          "the document has more than " + SourceFormat.MOST_NODES + " parts", at);
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(at);
      case START_ARRAY -> {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(node());
        }
        yield new ListNode(at, items);
      }
      case VALUE_STRING -> new ScalarNode(at, parser.getText());
      case VALUE_NUMBER_INT ->
          new ScalarNode(
              at,
              parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                  ? parser.getBigIntegerValue()
                  : (Object) parser.getLongValue());
      case VALUE_NUMBER_FLOAT -> {
        double number = parser.getDoubleValue();
        if (!Double.isFinite(number)) {
          throw new MalformedDocumentException("the number is too large", at);
        }
        yield new ScalarNode(at, number);
      }
      case VALUE_TRUE -> new ScalarNode(at, true);
      case VALUE_FALSE -> new ScalarNode(at, false);
      case VALUE_NULL -> new ScalarNode(at, null);
      default -> throw new MalformedDocumentException("the document is not JSON", at);
    };
  }

  private ObjectNode object(Position at) throws IOException, MalformedDocumentException {
    Map<String, Field> fields = new LinkedHashMap<>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      Position nameAt = position();
      SourceFormat.checkName(name, nameAt);
      parser.nextToken();
      if (fields.put(name, new Field(nameAt, node())) != null) {
        throw new MalformedDocumentException("the field \"" + name + "\" is there twice", nameAt);
      }
    }
    return new ObjectNode(at, fields);
  }

  private Position position() {
    JsonLocation at = parser.currentTokenLocation();
    return new Position(at.getLineNr(), at.getColumnNr());
  }
}
