package dev.hawser.functions.internal.wire;

import dev.hawser.functions.FunctionLogLine;
import dev.hawser.functions.FunctionOutcome;
import dev.hawser.functions.FunctionOutcome.Returned;
import dev.hawser.functions.FunctionOutcome.Stopped;
import dev.hawser.functions.FunctionOutcome.Threw;
import dev.hawser.functions.StopReason;
import dev.hawser.functions.SyntaxProblem;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a runner says. */
public sealed interface Reply {
  /** First of all: it is ready, and what it could not take from itself. */
  record Ready(List<String> shortcomings) implements Reply {}

  /** A line of the console of the call that runs. */
  record Line(FunctionLogLine line) implements Reply {}

  /** The end of a run. Its log is empty; the lines came before. */
  record Ended(FunctionOutcome outcome) implements Reply {}

  /** The end of a check. */
  record Checked(List<SyntaxProblem> problems) implements Reply {}

  /** For the pipe. */
  default Frame frame() throws IOException {
    return switch (this) {
      case Ready(List<String> shortcomings) ->
          Frame.of(
              'r',
              out -> {
                out.writeInt(shortcomings.size());
                for (String text : shortcomings) {
                  Frame.writeText(out, text);
                }
              });
      case Line(FunctionLogLine line) ->
          Frame.of(
              'l',
              out -> {
                Frame.writeText(out, line.level());
                Frame.writeText(out, line.text());
              });
      case Ended(Returned returned) -> new Frame((byte) 'v', returned.json());
      case Ended(Threw threw) ->
          Frame.of(
              't',
              out -> {
                Frame.writeText(out, threw.name());
                Frame.writeText(out, threw.message());
                out.writeInt(threw.line() == null ? -1 : threw.line());
                out.writeInt(threw.column() == null ? -1 : threw.column());
                out.writeInt(threw.stack().size());
                for (String text : threw.stack()) {
                  Frame.writeText(out, text);
                }
              });
      case Ended(Stopped stopped) ->
          Frame.of(
              's',
              out -> {
                Frame.writeText(out, stopped.reason().code());
                Frame.writeText(out, stopped.message());
              });
      case Checked(List<SyntaxProblem> problems) ->
          Frame.of(
              'c',
              out -> {
                out.writeInt(problems.size());
                for (SyntaxProblem problem : problems) {
                  out.writeInt(problem.line());
                  out.writeInt(problem.column());
                  Frame.writeText(out, problem.message());
                }
              });
    };
  }

  /** From the pipe. Whatever is sent, this reads it in bounded memory or throws. */
  static Reply of(Frame frame) throws IOException {
    DataInputStream in = frame.fields();
    return switch (frame.kind()) {
      case 'r' -> new Ready(texts(in));
      case 'l' -> new Line(new FunctionLogLine(level(Frame.readText(in)), Frame.readText(in)));
      case 'v' -> new Ended(new Returned(frame.body(), List.of()));
      case 't' -> new Ended(threw(in));
      case 's' -> new Ended(new Stopped(reason(Frame.readText(in)), Frame.readText(in), List.of()));
      case 'c' -> new Checked(problems(in));
      default -> throw new IOException("Not a reply: " + frame.kind());
    };
  }

  private static Threw threw(DataInputStream in) throws IOException {
    String name = Frame.readText(in);
    String message = Frame.readText(in);
    int line = in.readInt();
    int column = in.readInt();
    return new Threw(
        name,
        message,
        line < 1 ? null : (Integer) line,
        column < 1 ? null : (Integer) column,
        texts(in),
        List.of());
  }

  private static String level(String level) throws IOException {
    if (!FunctionLogLine.LEVELS.contains(level)) {
      throw new IOException("Not a level");
    }
    return level;
  }

  private static StopReason reason(String code) throws IOException {
    for (StopReason reason : StopReason.values()) {
      if (reason.code().equals(code)) {
        return reason;
      }
    }
    throw new IOException("Not a reason");
  }

  private static List<String> texts(DataInputStream in) throws IOException {
    int size = size(in);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      texts.add(Frame.readText(in));
    }
    return texts;
  }

  private static List<SyntaxProblem> problems(DataInputStream in) throws IOException {
    int size = size(in);
    List<SyntaxProblem> problems = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      problems.add(new SyntaxProblem(in.readInt(), in.readInt(), Frame.readText(in)));
    }
    return problems;
  }

  private static int size(DataInputStream in) throws IOException {
    int size = in.readInt();
    if (size < 0 || size > 1000) {
      throw new IOException("A list of " + size);
    }
    return size;
  }
}
