package dev.hawser.functions.internal.guest;

import dev.hawser.functions.FunctionLogLine;
import dev.hawser.functions.FunctionOutcome.Threw;
import dev.hawser.functions.SyntaxProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.SourceSection;
import org.jspecify.annotations.Nullable;

/** Makes errors of the engine into errors that name the customer's line. */
final class Faults {
  /** Name of the customer's code in stacks. */
  static final String FILE = "function.mjs";

  private static final int MAX_FRAMES = 16;
  private static final int MAX_MESSAGE = 6000;
  private static final Pattern FRAME =
      Pattern.compile(
          "\\s*at (?:(.{1,200}?) \\()?" + Pattern.quote(FILE) + ":(\\d{1,9}):(\\d{1,9})\\)?");
  private static final Pattern SYNTAX_PREFIX =
      Pattern.compile("^(?:SyntaxError: )?(?:" + Pattern.quote(FILE) + ":\\d+:\\d+ )?");
  private static final Pattern REFUSED_IMPORT =
      Pattern.compile("(?:Error: )?Operation is not allowed for: (.*)", Pattern.DOTALL);

  private record Place(int line, int column) {}

  private Faults() {}

  /** An error that code of the customer threw, as the bootstrap described it. */
  static Threw thrown(
      String name,
      String message,
      String stack,
      @Nullable SourceSection where,
      String code,
      List<FunctionLogLine> log) {
    List<String> frames = new ArrayList<>();
    Place place = null;
    for (String line : stack.split("\n", 200)) {
      Matcher frame = FRAME.matcher(line);
      if (frame.matches() && frames.size() < MAX_FRAMES) {
        String function =
            frame.group(1) == null ? "top level" : frame.group(1).replace("Module.", "");
        frames.add(function + " (function:" + frame.group(2) + ":" + frame.group(3) + ")");
        if (place == null) {
          place = new Place(Integer.parseInt(frame.group(2)), Integer.parseInt(frame.group(3)));
        }
      }
    }
    if (place == null && where != null && FILE.equals(where.getSource().getName())) {
      place = new Place(where.getStartLine(), where.getStartColumn());
    }
    String text = Hints.with(message);
    Matcher refused = REFUSED_IMPORT.matcher(message);
    if (refused.matches()) {
      text = noImport(refused.group(1));
      if (place == null) {
        place = placeOfImport(code, refused.group(1));
      }
    }
    return new Threw(
        name,
        text,
        place == null ? null : place.line(),
        place == null ? null : place.column(),
        frames,
        log);
  }

  /** What was thrown throws itself when it is asked what it is. */
  static Threw strange() {
    return new Threw("Error", "a value that cannot be shown", null, null, List.of(), List.of());
  }

  /** Code that cannot be parsed. */
  static SyntaxProblem syntax(PolyglotException e) {
    SourceSection where = e.getSourceLocation();
    int line = where == null ? 1 : Math.max(1, where.getStartLine());
    int column = where == null ? 1 : Math.max(1, where.getStartColumn());
    return new SyntaxProblem(line, column, syntaxMessage(e));
  }

  private static String syntaxMessage(PolyglotException e) {
    String message = e.getMessage() == null ? "syntax error" : e.getMessage();
    String first = SYNTAX_PREFIX.matcher(message).replaceFirst("");
    int end = first.indexOf('\n');
    first = end < 0 ? first : first.substring(0, end);
    return first.length() > MAX_MESSAGE ? first.substring(0, MAX_MESSAGE) : first;
  }

  private static String noImport(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return "Cannot import '%s': a function is one module; what it may use is in its second argument, lib"
        .formatted(name.length() > 200 ? name.substring(0, 200) : name);
  }

  private static @Nullable Place placeOfImport(String code, String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    int at = -1;
    for (String quote : List.of("'", "\"", "`")) {
      at = at < 0 ? code.indexOf(name + quote) : at;
    }
    if (name.isEmpty() || at < 0) {
      return null;
    }
    int line = 1 + (int) code.substring(0, at).chars().filter(c -> c == '\n').count();
    return new Place(line, at - code.lastIndexOf('\n', at));
  }
}
