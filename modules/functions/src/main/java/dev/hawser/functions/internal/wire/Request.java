package dev.hawser.functions.internal.wire;

import java.io.DataInputStream;
import java.io.IOException;

/** What a runner is asked. */
public sealed interface Request {
  /** The JavaScript that it is about. */
  String code();

  /** Run a function with this JSON. */
  record Run(String code, byte[] input) implements Request {}

  /** Check a function. */
  record Check(String code) implements Request {}

  /** For the pipe. */
  default Frame frame() throws IOException {
    return switch (this) {
      case Run(String code, byte[] input) ->
          Frame.of(
              'R',
              out -> {
                Frame.writeText(out, code);
                Frame.writeBytes(out, input);
              });
      case Check(String code) -> Frame.of('C', out -> Frame.writeText(out, code));
    };
  }

  /** From the pipe. */
  static Request of(Frame frame) throws IOException {
    DataInputStream in = frame.fields();
    String code = Frame.readText(in);
    return switch (frame.kind()) {
      case 'R' -> new Run(code, Frame.readBytes(in));
      case 'C' -> new Check(code);
      default -> throw new IOException("Not a request: " + frame.kind());
    };
  }
}
