package dev.hawser.systemtest.harness;

import java.nio.file.Path;

/** An installation that was set up once, to be copied: a first start takes several seconds. */
record Template(Path data, Hawser.Credentials credentials) {
  private static final class Lazy {
    static final Template INSTANCE = make();
  }

  static Template get() {
    return Lazy.INSTANCE;
  }

  private static Template make() {
    Hawser hawser = Hawser.empty();
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().unstarted(() -> Folders.delete(hawser.folder())));
    hawser.start();
    Hawser.Credentials credentials = hawser.setUp();
    int exitCode = hawser.stop();
    if (exitCode != 0 && exitCode != 143) {
      throw new AssertionError("The first stop failed: " + hawser.process().output());
    }
    return new Template(hawser.data(), credentials);
  }
}
