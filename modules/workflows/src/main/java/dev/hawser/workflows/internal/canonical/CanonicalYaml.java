package dev.hawser.workflows.internal.canonical;

import dev.hawser.workflows.internal.source.YamlScalars;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.emitter.Emitter;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.ImplicitTuple;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;
import org.yaml.snakeyaml.events.StreamStartEvent;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Writes a JSON value as YAML: one field per line, texts of several lines as blocks, and quotes
 * where this or an older YAML would read something else than the text. Reading it gives the same
 * value; the same value gives the same text.
 */
public final class CanonicalYaml {
  private static final ImplicitTuple PLAIN = new ImplicitTuple(true, true);
  private static final ImplicitTuple QUOTED = new ImplicitTuple(false, true);
  private static final Resolver YAML_1_1 = new Resolver();

  private final Emitter emitter;

  private CanonicalYaml(Emitter emitter) {
    this.emitter = emitter;
  }

  /** The text of a value. */
  public static String of(@Nullable Object json) {
    StringWriter text = new StringWriter();
    DumperOptions options = new DumperOptions();
    options.setWidth(Integer.MAX_VALUE);
    options.setSplitLines(false);
    options.setIndent(2);
    try {
      Emitter emitter = new Emitter(text, options);
      emitter.emit(new StreamStartEvent(null, null));
      emitter.emit(new DocumentStartEvent(null, null, false, null, Map.of()));
      new CanonicalYaml(emitter).write(json);
      emitter.emit(new DocumentEndEvent(null, null, false));
      emitter.emit(new StreamEndEvent(null, null));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter has none
    }
    return text.toString();
  }

  private void write(@Nullable Object value) throws IOException {
    switch (value) {
      case null -> scalar("null", PLAIN, ScalarStyle.PLAIN);
      case String text -> text(text);
      case Boolean bool -> scalar(bool.toString(), PLAIN, ScalarStyle.PLAIN);
      case Number number -> scalar(number.toString(), PLAIN, ScalarStyle.PLAIN);
      case Map<?, ?> map -> {
        FlowStyle style = map.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK;
        emitter.emit(new MappingStartEvent(null, null, true, null, null, style));
        for (var entry : map.entrySet()) {
          text(String.valueOf(entry.getKey()));
          write(entry.getValue());
        }
        emitter.emit(new MappingEndEvent(null, null));
      }
      case List<?> list -> {
        FlowStyle style = list.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK;
        emitter.emit(new SequenceStartEvent(null, null, true, null, null, style));
        for (Object item : list) {
          write(item);
        }
        emitter.emit(new SequenceEndEvent(null, null));
      }
      default ->
          throw new IllegalArgumentException("Not a JSON value: " + value.getClass().getName());
    }
  }

  private void text(String text) throws IOException {
    if (text.codePoints().anyMatch(CanonicalYaml::isDelicate)) {
      scalar(text, QUOTED, ScalarStyle.DOUBLE_QUOTED);
    } else if (text.indexOf('\n') >= 0) {
      scalar(text, QUOTED, isBlock(text) ? ScalarStyle.LITERAL : ScalarStyle.DOUBLE_QUOTED);
    } else {
      scalar(text, staysText(text) ? PLAIN : QUOTED, ScalarStyle.PLAIN);
    }
  }

  /** Characters that a reader would take for ends of lines, or that nobody can see. */
  private static boolean isDelicate(int c) {
    return c == 0x85
        || c == 0x2028
        || c == 0x2029
        || c == 0xfeff
        || (Character.isISOControl(c) && c != '\n')
        || Character.getType(c) == Character.SURROGATE;
  }

  /** Blocks must begin with a letter, so that their indentation needs no mark. */
  private static boolean isBlock(String text) {
    return !text.isBlank() && text.charAt(0) != ' ' && text.charAt(0) != '\n';
  }

  private static boolean staysText(String text) {
    boolean older = YAML_1_1.resolve(NodeId.scalar, text, true).equals(Tag.STR);
    try {
      return older && YamlScalars.value(text) instanceof String;
    } catch (ArithmeticException e) {
      return false;
    }
  }

  private void scalar(String text, ImplicitTuple implicit, ScalarStyle style) throws IOException {
    emitter.emit(new ScalarEvent(null, null, implicit, text, null, null, style));
  }
}
