package dev.hawser.core.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads {@code hawser.yml} as flat keys with their lines. Keys may be nested or dotted; a list of
 * plain values becomes one text with commas; a key without a value counts as not set.
 */
final class SettingsFile {
  private final Path file;
  private final List<SettingProblem> problems;
  private final Map<String, LoadedSettings.Entry> entries = new LinkedHashMap<>();

  private SettingsFile(Path file, List<SettingProblem> problems) {
    this.file = file;
    this.problems = problems;
  }

  static Map<String, LoadedSettings.Entry> read(Path file, List<SettingProblem> problems) {
    SettingsFile reader = new SettingsFile(file, problems);
    try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      Node root = new Yaml(new LoaderOptions()).compose(text);
      if (root instanceof MappingNode mapping) {
        reader.mapping("", mapping);
      } else if (root != null && !root.getTag().equals(Tag.NULL)) {
        reader.problem(
            file.toString(), root.getStartMark(), "Must hold keys and values, such as hawser:.");
      }
    } catch (NoSuchFileException e) {
      problems.add(
          new SettingProblem(
              file.toString(),
              null,
              "settings file",
              "There is no such file. Give the path of an existing file to --config."));
    } catch (MarkedYAMLException e) {
      reader.problem(
          file.toString(),
          e.getProblemMark(),
          "This is not YAML: " + e.getProblem() + ". Check indentation, quotes and colons.");
    } catch (IOException | YAMLException e) {
      problems.add(
          new SettingProblem(
              file.toString(),
              null,
              "settings file",
              "Cannot be read (" + e.getMessage() + "). It must be a readable file in UTF-8."));
    }
    return reader.entries;
  }

  private void mapping(String prefix, MappingNode mapping) {
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode name) {
        value(prefix + name.getValue(), tuple.getValueNode());
      } else {
        problem(prefix, tuple.getKeyNode().getStartMark(), "A key must be plain text.");
      }
    }
  }

  private void value(String key, Node node) {
    switch (node) {
      case MappingNode mapping -> mapping(key + ".", mapping);
      case SequenceNode sequence -> put(key, join(key, sequence), node);
      case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> {}
      case ScalarNode scalar -> put(key, scalar.getValue(), node);
      default -> problem(key, node.getStartMark(), "Must be a plain value.");
    }
  }

  private String join(String key, SequenceNode sequence) {
    List<String> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      if (item instanceof ScalarNode scalar) {
        items.add(scalar.getValue());
      } else {
        problem(key, item.getStartMark(), "A list here holds plain values only.");
      }
    }
    return String.join(",", items);
  }

  private void put(String key, String text, Node node) {
    LoadedSettings.Entry entry = new LoadedSettings.Entry(text, source(node.getStartMark()));
    LoadedSettings.Entry earlier = entries.putIfAbsent(key, entry);
    if (earlier != null) {
      problem(
          key,
          node.getStartMark(),
          "Is already set at " + earlier.source() + ". Keep one of them.");
    }
  }

  private void problem(String key, Mark mark, String remedy) {
    problems.add(new SettingProblem(key, null, source(mark), remedy));
  }

  private String source(Mark mark) {
    return file + ":" + (mark.getLine() + 1);
  }
}
