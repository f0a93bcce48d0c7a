package dev.hawser.functions.internal.pool;

import java.time.Duration;

/** A server whose function never ends. */
final class LoopingServer {
  private LoopingServer() {}

  public static void main(String[] arguments) throws Exception {
    try (OpenFunctions open = OpenFunctions.processes(1, Duration.ofMinutes(10))) {
      open.run("export default () => { while (true) new Date() }");
    }
  }
}
