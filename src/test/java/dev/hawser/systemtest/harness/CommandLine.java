package dev.hawser.systemtest.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The command line of the packaged jar in this process, apart from its classes: many commands
 * without a start of Java for each. What a command reads from its environment or standard input
 * needs {@link ServerProcess#run}.
 */
public final class CommandLine implements AutoCloseable {
  private static final String PACKAGE = "dev.hawser.app.internal.cli.";
  private final URLClassLoader classes;

  /** What a command did. */
  public record Result(int exitCode, String out, String err) {}

  public CommandLine() {
    try {
      Path jar = Path.of(System.getProperty("hawser.jar")).toAbsolutePath().normalize();
      classes =
          new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command to its end, with nobody at a terminal. */
  public Result run(List<String> arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(classes);
    try {
      Class<?> terminal = classes.loadClass(PACKAGE + "Terminal");
      Object streams =
          terminal
              .getConstructor(PrintStream.class, PrintStream.class, boolean.class, boolean.class)
              .newInstance(print(out), print(err), false, false);
      Method run =
          classes.loadClass(PACKAGE + "CommandFrame").getMethod("run", terminal, String[].class);
      int exitCode = (int) run.invoke(null, streams, arguments.toArray(String[]::new));
      return new Result(
          exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("The command line cannot be called", e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    try {
      classes.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
