package dev.hawser.functions.internal.runner;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** Linux by its system calls; and by the C library where all threads must follow. */
@SuppressWarnings("restricted")
final class Libc {
  static final int EPERM = 1;
  static final int ENOSYS = 38;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle SYSCALL =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("syscall"),
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG),
          Linker.Option.captureCallState("errno"),
          Linker.Option.firstVariadicArg(1));

  private Libc() {}

  /** The result, or minus the error number. */
  static long syscall(int number, long... arguments) {
    long[] a = java.util.Arrays.copyOf(arguments, 5);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long result = (long) SYSCALL.invokeExact(state, (long) number, a[0], a[1], a[2], a[3], a[4]);
      return result == -1 ? -(int) ERRNO.get(state, 0L) : result;
    } catch (Throwable e) {
      throw new IllegalStateException("The system call " + number + " could not be made", e);
    }
  }

  /** {@code setresuid} or {@code setresgid}, for all threads: 0 or -1. */
  static int setIds(String function, int id) {
    MethodHandle set =
        LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow(function),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT));
    try {
      return (int) set.invokeExact(id, id, id);
    } catch (Throwable e) {
      throw new IllegalStateException(function + " could not be called", e);
    }
  }

  /** Leaves all groups but the main one, for all threads: 0 or -1. */
  static int leaveGroups() {
    MethodHandle set =
        LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("setgroups"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
    try {
      return (int) set.invokeExact(0L, MemorySegment.NULL);
    } catch (Throwable e) {
      throw new IllegalStateException("setgroups could not be called", e);
    }
  }
}
