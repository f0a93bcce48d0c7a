package dev.hawser.workflows.internal.source;

import dev.hawser.workflows.internal.source.Node.Field;
import dev.hawser.workflows.internal.source.Node.ListNode;
import dev.hawser.workflows.internal.source.Node.ObjectNode;
import dev.hawser.workflows.internal.source.Node.Position;
import dev.hawser.workflows.internal.source.Node.ScalarNode;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Reads the part of YAML that JSON can express, from the parser's events: one document, no tags,
 * text as names, unique names, aliases within a budget. Plain scalars are read by the core schema
 * of YAML 1.2, so {@code no} and {@code on} are texts.
 */
final class YamlSource {
  private static final long MOST_TEXT = 1 << 20;

  private final Iterator<Event> events;
  private final String text;
  private final Map<String, Node> anchors = new HashMap<>();
  private final Map<String, Size> sizes = new HashMap<>();
  private int nodes;
  private long characters;

  /** What an alias counts for. */
  private record Size(int nodes, long characters) {}

  private YamlSource(Iterator<Event> events, String text) {
    this.events = events;
    this.text = text;
  }

  static Node read(String text) throws MalformedDocumentException {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(SourceFormat.MAX_DEPTH);
    options.setCodePointLimit(Integer.MAX_VALUE);
    try {
      Yaml yaml = new Yaml(new SafeConstructor(options));
      return new YamlSource(yaml.parse(new StringReader(text)).iterator(), text).document();
    } catch (MarkedYAMLException e) {
      throw new MalformedDocumentException(
          "the document is not YAML: " + String.valueOf(e.getProblem()).strip(),
          position(e.getProblemMark()));
    } catch (ReaderException e) {
      String before = text.substring(0, text.offsetByCodePoints(0, e.getPosition()));
      throw new MalformedDocumentException(
          "the document has the character U+%04X, which YAML does not allow"
              .formatted(e.getCodePoint()),
          SourceFormat.position(before));
    } catch (YAMLException e) {
      throw new MalformedDocumentException("the document is not YAML", null);
    }
  }

  private Node document() throws MalformedDocumentException {
    Event event = events.next();
    while (!(event instanceof DocumentStartEvent)) {
      if (!events.hasNext()) {
        throw new MalformedDocumentException("the document is empty", null);
      }
      event = events.next();
    }
    Node root = node(events.next(), 0);
    for (Event rest = events.next(); events.hasNext(); rest = events.next()) {
      if (!(rest instanceof DocumentEndEvent)) {
        throw new MalformedDocumentException(
            "there is a second document in the text; write each into its own file", at(rest));
      }
    }
    return root;
  }

  private Node node(Event event, int depth) throws MalformedDocumentException {
    count(1, 0, event);
    if (depth > SourceFormat.MAX_DEPTH) {
      throw new MalformedDocumentException("the document is nested too deeply", at(event));
    }
    if (event instanceof AliasEvent alias) {
      Node node = anchors.get(alias.getAnchor());
      if (node == null) {
        throw new MalformedDocumentException(
            "there is no anchor &" + alias.getAnchor() + " before this alias", at(event));
      }
      Size size = sizes.getOrDefault(alias.getAnchor(), new Size(1, 0));
      count(size.nodes(), size.characters(), event);
      return node;
    }
    int before = nodes;
    long charactersBefore = characters;
    Node node =
        switch (event) {
          case ScalarEvent scalar -> scalar(scalar);
          case SequenceStartEvent start -> list(start, depth);
          case MappingStartEvent start -> object(start, depth);
          default -> throw new MalformedDocumentException("the document is not YAML", at(event));
        };
    String anchor = ((NodeEvent) event).getAnchor();
    if (anchor != null) {
      anchors.put(anchor, node);
      sizes.put(anchor, new Size(nodes - before + 1, characters - charactersBefore));
    }
    return node;
  }

  private ListNode list(SequenceStartEvent start, int depth) throws MalformedDocumentException {
    refuseTag(start.getTag(), start);
    List<Node> items = new ArrayList<>();
    for (Event e = events.next(); !(e instanceof SequenceEndEvent); e = events.next()) {
      items.add(node(e, depth + 1));
    }
    return new ListNode(at(start), items);
  }

  private ObjectNode object(MappingStartEvent start, int depth) throws MalformedDocumentException {
    refuseTag(start.getTag(), start);
    Map<String, Field> fields = new LinkedHashMap<>();
    for (Event e = events.next(); !(e instanceof MappingEndEvent); e = events.next()) {
      if (!(e instanceof ScalarEvent name)) {
        throw new MalformedDocumentException("a name must be a text", at(e));
      }
      refuseTag(name.getTag(), name);
      if (name.isPlain() && name.getValue().equals("<<")) {
        throw new MalformedDocumentException(
            "merge keys (<<) are not supported; write the fields out", at(name));
      }
      SourceFormat.checkName(name.getValue(), at(name));
      count(0, name.getValue().length(), name);
      Field field = new Field(at(name), node(events.next(), depth + 1));
      if (fields.put(name.getValue(), field) != null) {
        throw new MalformedDocumentException(
            "the field \"" + name.getValue() + "\" is there twice", at(name));
      }
    }
    return new ObjectNode(at(start), fields);
  }

  private ScalarNode scalar(ScalarEvent event) throws MalformedDocumentException {
    refuseTag(event.getTag(), event);
    Position at = at(event);
    count(0, event.getValue().length(), event);
    if (!event.isPlain()) {
      Position content =
          event.getScalarStyle() == DumperOptions.ScalarStyle.LITERAL ? content(event) : null;
      return new ScalarNode(at, event.getValue(), content);
    }
    try {
      return new ScalarNode(at, YamlScalars.value(event.getValue()));
    } catch (ArithmeticException e) {
      throw new MalformedDocumentException("JSON has no such number; write it as a text", at);
    }
  }

  /** Where the lines of a literal block begin: below its mark, behind their indentation. */
  private @Nullable Position content(ScalarEvent event) {
    Mark mark = event.getStartMark();
    if (mark == null) {
      return null;
    }
    int start = text.indexOf('\n', text.offsetByCodePoints(0, mark.getIndex())) + 1;
    int indent = 0;
    for (int at = start; start > 0 && at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\n') {
        indent = 0;
      } else if (c == ' ') {
        indent++;
      } else {
        break;
      }
    }
    return start > 0 ? new Position(mark.getLine() + 2, indent + 1) : null;
  }

  private void count(int moreNodes, long moreCharacters, Event event)
      throws MalformedDocumentException {
    nodes += moreNodes;
    characters += moreCharacters;
    if (characters > MOST_TEXT) {
      throw new MalformedDocumentException(
          "the document has more than 1 MiB of text once its aliases are replaced", at(event));
    }
    if (nodes > SourceFormat.MOST_NODES) {
      throw new MalformedDocumentException(
          "the document has more than "
              + SourceFormat.MOST_NODES
              + " parts once its aliases are replaced",
          at(event));
    }
  }

  private static void refuseTag(@Nullable String tag, Event event)
      throws MalformedDocumentException {
    if (tag != null) {
      throw new MalformedDocumentException("tags such as !name are not supported", at(event));
    }
  }

  private static Position at(Event event) {
    Position at = position(event.getStartMark());
    return at == null ? new Position(1, 1) : at;
  }

  private static @Nullable Position position(@Nullable Mark mark) {
    return mark == null ? null : new Position(mark.getLine() + 1, mark.getColumn() + 1);
  }
}
