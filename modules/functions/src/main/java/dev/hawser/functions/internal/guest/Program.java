package dev.hawser.functions.internal.guest;

import java.util.List;
import org.graalvm.polyglot.Source;

/**
 * A customer's code as the engine takes it.
 *
 * @param libraries those that it names
 */
record Program(Source source, List<String> libraries) {
  static Program of(String code) {
    Source source =
        Source.newBuilder("js", code, Faults.FILE)
            .mimeType("application/javascript+module")
            .buildLiteral();
    return new Program(source, Libraries.namedIn(code));
  }
}
