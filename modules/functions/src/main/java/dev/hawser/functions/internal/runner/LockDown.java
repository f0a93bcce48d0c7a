package dev.hawser.functions.internal.runner;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Gives up for ever what a runner does not need: privileges, other files, system calls. Must be
 * called by the thread that runs functions, since the view of files holds for it and its children.
 */
final class LockDown {
  private static final int NO_NEW_PRIVILEGES = 38;
  private static final int NOBODY = 65534;
  private static final int LARGEST_FILE = 1;
  private static final int LARGEST_CORE = 4;
  private static final int OPEN_FILES = 7;
  private static final int MOST_OPEN_FILES = 512;

  private final Architecture architecture;
  private final List<String> shortcomings = new ArrayList<>();

  private LockDown(Architecture architecture) {
    this.architecture = architecture;
  }

  /** Does what the platform lets it, and says what it could not do; empty when all was done. */
  static List<String> apply() {
    return Architecture.here()
        .map(architecture -> new LockDown(architecture).applyAll())
        .orElseGet(
            () ->
                List.of(
                    "no system right can be taken away on "
                        + System.getProperty("os.name")
                        + " "
                        + System.getProperty("os.arch")));
  }

  private List<String> applyAll() {
    limit(LARGEST_CORE, 0, "core dumps are not forbidden");
    limit(LARGEST_FILE, 0, "writing files is not limited");
    limit(OPEN_FILES, MOST_OPEN_FILES, "open files are not limited");
    if (Libc.syscall(architecture.number("prctl"), NO_NEW_PRIVILEGES, 1, 0, 0, 0) < 0) {
      shortcomings.add("new privileges are not ruled out");
    }
    List<Path> needed = needed();
    dropRoot(needed);
    long hidden = ReadOnlyView.enter(architecture, needed);
    if (hidden < 0) {
      shortcomings.add("files are not hidden (Landlock: error " + -hidden + ")");
    }
    long filtered = SystemCallFilter.install(architecture);
    if (filtered != 0) {
      shortcomings.add("system calls are not filtered (seccomp: " + filtered + ")");
    }
    return List.copyOf(shortcomings);
  }

  private void limit(int resource, long most, String otherwise) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment both = arena.allocate(16, 8);
      both.set(ValueLayout.JAVA_LONG, 0, most);
      both.set(ValueLayout.JAVA_LONG, 8, most);
      if (Libc.syscall(architecture.number("prlimit64"), 0, resource, both.address(), 0) < 0) {
        shortcomings.add(otherwise);
      }
    }
  }

  /** Files that a JVM reads while it runs: its own, the class path, sources of randomness. */
  private static List<Path> needed() {
    return Stream.concat(
            Stream.of(System.getProperty("java.home"), "/dev/urandom", "/dev/random"),
            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)))
        .filter(text -> !text.isEmpty())
        .map(text -> Path.of(text).toAbsolutePath())
        .filter(Files::exists)
        .toList();
  }

  private void dropRoot(List<Path> needed) {
    if (Libc.syscall(architecture.number("geteuid")) != 0) {
      return;
    }
    for (Path path : needed) {
      if (!isOpenToOthers(path)) {
        shortcomings.add("it stays root, since nobody else may read " + path);
        return;
      }
    }
    if (Libc.leaveGroups() != 0
        || Libc.setIds("setresgid", NOBODY) != 0
        || Libc.setIds("setresuid", NOBODY) != 0) {
      shortcomings.add("it stays root, since the platform does not let it change the user");
    }
  }

  private static boolean isOpenToOthers(Path path) {
    try {
      Path real = path.toRealPath();
      if (!may(real, PosixFilePermission.OTHERS_READ)) {
        return false;
      }
      if (Files.isDirectory(real) && !may(real, PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
      for (Path above = real.getParent(); above != null; above = above.getParent()) {
        if (!may(above, PosixFilePermission.OTHERS_EXECUTE)) {
          return false;
        }
      }
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static boolean may(Path path, PosixFilePermission permission) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
    return permissions.contains(permission);
  }
}
