package dev.hawser.functions.internal.runner;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A Landlock domain for the calling thread and those it starts: of all files it sees only some, and
 * those only to read. Needs Linux 5.13 and {@code no_new_privs}. Cannot be taken back.
 */
final class ReadOnlyView {
  private static final int ASK_VERSION = 1;
  private static final int PATH_BENEATH = 1;
  private static final long READ_FILE = 1L << 2;
  private static final long READ_FOLDER = 1L << 3;
  private static final int HERE = -100;
  private static final int PATH_ONLY = 0x200000 | 0x80000;

  private final Architecture architecture;

  private ReadOnlyView(Architecture architecture) {
    this.architecture = architecture;
  }

  /** 0, or minus the error number. */
  static long enter(Architecture architecture, List<Path> visible) {
    return new ReadOnlyView(architecture).enter(visible);
  }

  private long enter(List<Path> visible) {
    long version = call("landlock_create_ruleset", 0, 0, ASK_VERSION);
    if (version < 1) {
      return version == 0 ? -Libc.ENOSYS : version;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment handled = arena.allocate(8, 8);
      handled.set(ValueLayout.JAVA_LONG, 0, rightsOf(version));
      long rules = call("landlock_create_ruleset", handled.address(), 8, 0);
      if (rules < 0) {
        return rules;
      }
      for (Path path : visible) {
        long failure = allow(arena, rules, path);
        if (failure < 0) {
          return failure;
        }
      }
      return call("landlock_restrict_self", rules, 0);
    }
  }

  /** All rights over files that this version of Landlock knows: what is not allowed is refused. */
  private static long rightsOf(long version) {
    int bits = version >= 5 ? 16 : version >= 3 ? 15 : version == 2 ? 14 : 13;
    return (1L << bits) - 1;
  }

  private long allow(Arena arena, long rules, Path path) {
    long file =
        Libc.syscall(
            architecture.number("openat"),
            HERE,
            arena.allocateFrom(path.toString()).address(),
            PATH_ONLY);
    if (file < 0) {
      return file;
    }
    MemorySegment rule = arena.allocate(16, 8);
    rule.set(
        ValueLayout.JAVA_LONG, 0, Files.isDirectory(path) ? READ_FILE | READ_FOLDER : READ_FILE);
    rule.set(ValueLayout.JAVA_INT, 8, (int) file);
    long failure = call("landlock_add_rule", rules, PATH_BENEATH, rule.address(), 0);
    call("close", file);
    return failure;
  }

  private long call(String name, long... arguments) {
    return Libc.syscall(architecture.number(name), arguments);
  }
}
