package dev.hawser.functions.internal.runner;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A seccomp filter (classic BPF) for all threads of this process: what a running JVM needs is let
 * through, everything else is refused as if the kernel did not have it. So there are no sockets, no
 * other programs, no other processes, no files to write. Cannot be taken back.
 */
final class SystemCallFilter {
  private static final int SET_MODE_FILTER = 1;
  private static final int ALL_THREADS = 1;
  private static final int ALLOW = 0x7fff0000;
  private static final int KILL_PROCESS = 0x80000000;
  private static final int REFUSE = 0x00050000;

  private static final int LOAD = 0x20;
  private static final int JUMP_EQUAL = 0x15;
  private static final int JUMP_AT_LEAST = 0x35;
  private static final int JUMP_ANY_BIT = 0x45;
  private static final int RETURN = 0x06;

  private static final int NUMBER = 0;
  private static final int ARCH = 4;
  private static final int FIRST_ARGUMENT = 16;

  private static final int CLONE_THREAD = 0x10000;
  private static final int OPEN_TO_WRITE = 0x3 | 0x40 | 0x200 | 0x400;
  private static final int SET_NAME = 15;
  private static final int SET_VMA = 0x53564d41;
  private static final int BYTES_WAITING = 0x541B;
  private static final int TERMINAL = 0x5401;

  /** Allowed only with certain arguments, or only before the filter is there. */
  private static final Set<String> NOT_PLAIN =
      Set.of(
          "open",
          "openat",
          "clone",
          "tgkill",
          "prctl",
          "ioctl",
          "prlimit64",
          "seccomp",
          "landlock_create_ruleset",
          "landlock_add_rule",
          "landlock_restrict_self");

  private record Instruction(int code, int ifTrue, int ifFalse, int value) {}

  private final Architecture architecture;
  private final List<Instruction> program = new ArrayList<>();

  private SystemCallFilter(Architecture architecture) {
    this.architecture = architecture;
  }

  /** 0, or minus the error number. Asks for {@code no_new_privs} first. */
  static long install(Architecture architecture) {
    SystemCallFilter filter = new SystemCallFilter(architecture);
    filter.write();
    return filter.install();
  }

  private void write() {
    emit(LOAD, 0, 0, ARCH);
    emit(JUMP_EQUAL, 1, 0, architecture.auditArch());
    emit(RETURN, 0, 0, KILL_PROCESS);
    emit(LOAD, 0, 0, NUMBER);
    // The calls of x86's 32-bit-pointer variant, which have a bit of their own.
    emit(JUMP_AT_LEAST, 0, 1, 0x40000000);
    emit(RETURN, 0, 0, REFUSE | Libc.ENOSYS);
    architecture.numbers().entrySet().stream()
        .filter(call -> !NOT_PLAIN.contains(call.getKey()))
        .map(java.util.Map.Entry::getValue)
        .sorted()
        .forEach(
            number -> {
              emit(JUMP_EQUAL, 0, 1, number);
              emit(RETURN, 0, 0, ALLOW);
            });
    if (architecture.numbers().containsKey("open")) {
      withoutBits("open", 1, OPEN_TO_WRITE);
    }
    withoutBits("openat", 2, OPEN_TO_WRITE);
    withBits("clone", 0, CLONE_THREAD);
    oneOf("tgkill", 0, (int) ProcessHandle.current().pid());
    oneOf("prctl", 0, SET_NAME, SET_VMA);
    oneOf("ioctl", 1, BYTES_WAITING, TERMINAL);
    oneOf("prlimit64", 0, 0);
    emit(RETURN, 0, 0, REFUSE | Libc.ENOSYS);
  }

  private void withoutBits(String call, int argument, int bits) {
    emit(JUMP_EQUAL, 0, 4, architecture.number(call));
    emit(LOAD, 0, 0, FIRST_ARGUMENT + 8 * argument);
    emit(JUMP_ANY_BIT, 1, 0, bits);
    emit(RETURN, 0, 0, ALLOW);
    emit(RETURN, 0, 0, REFUSE | Libc.EPERM);
  }

  private void withBits(String call, int argument, int bits) {
    emit(JUMP_EQUAL, 0, 4, architecture.number(call));
    emit(LOAD, 0, 0, FIRST_ARGUMENT + 8 * argument);
    emit(JUMP_ANY_BIT, 0, 1, bits);
    emit(RETURN, 0, 0, ALLOW);
    emit(RETURN, 0, 0, REFUSE | Libc.EPERM);
  }

  private void oneOf(String call, int argument, int... values) {
    emit(JUMP_EQUAL, 0, 2 + 2 * values.length, architecture.number(call));
    emit(LOAD, 0, 0, FIRST_ARGUMENT + 8 * argument);
    for (int value : values) {
      emit(JUMP_EQUAL, 0, 1, value);
      emit(RETURN, 0, 0, ALLOW);
    }
    emit(RETURN, 0, 0, REFUSE | Libc.EPERM);
  }

  private void emit(int code, int ifTrue, int ifFalse, int value) {
    program.add(new Instruction(code, ifTrue, ifFalse, value));
  }

  private long install() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment instructions = arena.allocate(8L * program.size(), 8);
      for (int i = 0; i < program.size(); i++) {
        Instruction instruction = program.get(i);
        instructions.set(ValueLayout.JAVA_SHORT, 8L * i, (short) instruction.code());
        instructions.set(ValueLayout.JAVA_BYTE, 8L * i + 2, (byte) instruction.ifTrue());
        instructions.set(ValueLayout.JAVA_BYTE, 8L * i + 3, (byte) instruction.ifFalse());
        instructions.set(ValueLayout.JAVA_INT, 8L * i + 4, instruction.value());
      }
      MemorySegment description = arena.allocate(16, 8);
      description.set(ValueLayout.JAVA_SHORT, 0, (short) program.size());
      description.set(ValueLayout.JAVA_LONG, 8, instructions.address());
      return Libc.syscall(
          architecture.number("seccomp"), SET_MODE_FILTER, ALL_THREADS, description.address());
    }
  }
}
