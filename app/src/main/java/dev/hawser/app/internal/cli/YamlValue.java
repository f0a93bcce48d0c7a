package dev.hawser.app.internal.cli;

import java.io.StringReader;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads YAML that the server has found right as the JSON value that the server makes of it: plain
 * scalars by the core schema of YAML 1.2, no tags, no merge keys. It serves to see whether a file
 * and the stored workflow are the same; a difference of opinion would only cost an update.
 */
final class YamlValue {
  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,100}");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final int DEEPEST = 200;
  private static final int MOST_NODES = 100_000;

  private int nodes;

  private YamlValue() {}

  static Optional<Object> read(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(DEEPEST);
    options.setCodePointLimit(Integer.MAX_VALUE);
    try {
      Node root = new Yaml(options).compose(new StringReader(text));
      return root == null ? Optional.empty() : Optional.ofNullable(new YamlValue().value(root, 0));
    } catch (YAMLException e) {
      return Optional.empty();
    }
  }

  private @Nullable Object value(Node node, int depth) {
    nodes++;
    if (depth > DEEPEST || nodes > MOST_NODES) {
      throw new YAMLException("too large");
    }
    return switch (node) {
      case ScalarNode scalar -> scalar.isPlain() ? plain(scalar.getValue()) : scalar.getValue();
      case SequenceNode sequence -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (Node item : sequence.getValue()) {
          list.add(value(item, depth + 1));
        }
        yield list;
      }
      case MappingNode mapping -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
          if (!(entry.getKeyNode() instanceof ScalarNode key)) {
            throw new YAMLException("a name must be a text");
          }
          map.put(key.getValue(), value(entry.getValueNode(), depth + 1));
        }
        yield map;
      }
      default -> throw new YAMLException("unexpected " + node.getNodeId());
    };
  }

  private static @Nullable Object plain(String text) {
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> null;
      case "true", "True", "TRUE" -> true;
      case "false", "False", "FALSE" -> false;
      default -> numberOrText(text);
    };
  }

  private static Object numberOrText(String text) {
    if (INTEGER.matcher(text).matches()) {
      BigInteger number = new BigInteger(text.startsWith("+") ? text.substring(1) : text);
      return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }
    return FLOAT.matcher(text).matches() ? (Object) Double.parseDouble(text) : text;
  }
}
