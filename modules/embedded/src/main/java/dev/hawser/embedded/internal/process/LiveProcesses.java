package dev.hawser.embedded.internal.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What runs on this host, read from /proc. */
public final class LiveProcesses {
  private LiveProcesses() {}

  /**
   * Whether the process runs. A zombie is gone: it holds no memory, file or port, but stays in the
   * table for as long as whatever is process 1 does not fetch its exit code, which in a container
   * can be for ever ({@link ProcessHandle#isAlive()} calls it alive).
   */
  public static boolean isAlive(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      char state = stat.charAt(stat.lastIndexOf(')') + 2);
      return state != 'Z' && state != 'X';
    } catch (IOException e) {
      return false; // no such entry, or it went while we read it
    }
  }

  /** Waits until the process is gone; false when it still runs after that time. */
  public static boolean awaitGone(long pid, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (isAlive(pid)) {
      if (System.nanoTime() > end) {
        return false;
      }
      pause();
    }
    return true;
  }

  /**
   * Processes of this program (the start of its name, as the kernel keeps it) whose working folder
   * is this one. Servers work in their data folder, with all the processes they fork.
   */
  public static List<Long> workingIn(Path folder, String program) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    Path real = folder.toRealPath();
    List<Long> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path entry : entries) {
        long pid = Long.parseLong(entry.getFileName().toString());
        if (worksIn(entry, real, program) && isAlive(pid)) {
          found.add(pid);
        }
      }
    }
    return found;
  }

  private static boolean worksIn(Path entry, Path folder, String program) {
    try {
      return Files.readString(entry.resolve("comm")).startsWith(program)
          && Files.readSymbolicLink(entry.resolve("cwd")).equals(folder);
    } catch (IOException e) {
      return false; // gone meanwhile, or another user's: not one of ours
    }
  }

  private static void pause() throws InterruptedException {
    LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
