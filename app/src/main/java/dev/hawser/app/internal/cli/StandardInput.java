package dev.hawser.app.internal.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/** What is piped into a command. */
final class StandardInput {
  private StandardInput() {}

  /** Of the process, so closing it is for the end. */
  static InputStream stream() {
    return System.in;
  }

  static String text() throws IOException {
    StringWriter text = new StringWriter();
    new InputStreamReader(System.in, StandardCharsets.UTF_8).transferTo(text);
    return text.toString();
  }

  /** The first line; empty when there is none. */
  static String line() throws IOException {
    String line =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    return line == null ? "" : line;
  }
}
