package dev.hawser.functions.internal.runner;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Tries everything, locks itself down, tries everything again, and says what went. */
final class Prisoner {
  private static final PrintStream OUT = System.out;

  private Prisoner() {}

  private interface Deed {
    void attempt() throws Exception;
  }

  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments[0]);
    try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Process other = new ProcessBuilder("sleep", "60").start();
      attempts("before", file, listening.getLocalPort(), other);
      OUT.println("uid=" + Libc.syscall(Architecture.here().orElseThrow().number("getuid")));
      List<String> shortcomings = LockDown.apply();
      OUT.println("shortcomings=" + String.join("; ", shortcomings));
      OUT.println("uid.after=" + Libc.syscall(Architecture.here().orElseThrow().number("getuid")));
      attempts("after", file, listening.getLocalPort(), other);
    }
    OUT.flush();
    Runtime.getRuntime().halt(0);
  }

  private static void attempts(String when, Path file, int port, Process other) {
    attempt(when + ".connect", () -> new Socket(InetAddress.getLoopbackAddress(), port).close());
    attempt(when + ".listen", () -> new ServerSocket(0).close());
    attempt(when + ".start", () -> new ProcessBuilder("true").start().waitFor());
    attempt(when + ".write", () -> Files.writeString(file.resolveSibling(when), "x"));
    attempt(when + ".read", () -> Files.readString(file));
    attempt(when + ".passwd", () -> Files.readString(Path.of("/etc/passwd")));
    attempt(when + ".collect", System::gc);
    attempt(
        when + ".thread",
        () -> {
          Thread thread = Thread.ofPlatform().start(() -> {});
          thread.join();
        });
    attempt(
        when + ".signal",
        () -> {
          Process mine = when.equals("before") ? new ProcessBuilder("sleep", "60").start() : other;
          mine.destroyForcibly();
          if (!mine.waitFor(2, TimeUnit.SECONDS)) {
            throw new IOException("it lives");
          }
        });
  }

  private static void attempt(String name, Deed deed) {
    try {
      deed.attempt();
      OUT.println(name + "=yes");
    } catch (Exception | Error e) {
      OUT.println(name + "=no " + String.valueOf(e.getMessage()).replace('\n', ' '));
    }
  }
}
