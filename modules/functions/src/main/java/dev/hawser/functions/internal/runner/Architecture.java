package dev.hawser.functions.internal.runner;

import java.util.Map;
import java.util.Optional;

/**
 * The numbers of Linux's system calls, which differ between processors.
 *
 * @param auditArch how seccomp names the processor
 * @param numbers of the calls that we make or that a JVM needs
 */
record Architecture(int auditArch, Map<String, Integer> numbers) {
  private static final Architecture X86_64 =
      new Architecture(
          0xC000003E,
          table(
              "read 0, write 1, open 2, close 3, stat 4, fstat 5, lstat 6, poll 7, lseek 8, mmap 9,"
                  + " mprotect 10, munmap 11, brk 12, rt_sigaction 13, rt_sigprocmask 14, rt_sigreturn 15,"
                  + " ioctl 16, pread64 17, readv 19, writev 20, access 21, sched_yield 24, mremap 25,"
                  + " mincore 27, madvise 28, nanosleep 35, getpid 39, clone 56, exit 60, uname 63, fcntl 72,"
                  + " getcwd 79, readlink 89, gettimeofday 96, getrlimit 97, getrusage 98, sysinfo 99,"
                  + " times 100, getuid 102, getgid 104, geteuid 107, getegid 108, getppid 110,"
                  + " sigaltstack 131, statfs 137, fstatfs 138, getpriority 140, sched_getparam 143,"
                  + " sched_getscheduler 145, prctl 157, arch_prctl 158, gettid 186, time 201, futex 202,"
                  + " sched_getaffinity 204, getdents64 217, set_tid_address 218, restart_syscall 219,"
                  + " clock_gettime 228, clock_getres 229, clock_nanosleep 230, exit_group 231, tgkill 234,"
                  + " openat 257, newfstatat 262, readlinkat 267, faccessat 269, ppoll 271,"
                  + " set_robust_list 273, prlimit64 302, getcpu 309, seccomp 317, getrandom 318,"
                  + " membarrier 324, statx 332, rseq 334, faccessat2 439, landlock_create_ruleset 444,"
                  + " landlock_add_rule 445, landlock_restrict_self 446"));

  private static final Architecture AARCH64 =
      new Architecture(
          0xC00000B7,
          table(
              "getcwd 17, fcntl 25, ioctl 29, statfs 43, fstatfs 44, faccessat 48, openat 56, close 57,"
                  + " getdents64 61, lseek 62, read 63, write 64, readv 65, writev 66, pread64 67, ppoll 73,"
                  + " readlinkat 78, newfstatat 79, fstat 80, exit 93, exit_group 94, set_tid_address 96,"
                  + " futex 98, set_robust_list 99, nanosleep 101, clock_gettime 113, clock_getres 114,"
                  + " clock_nanosleep 115, sched_getscheduler 120, sched_getparam 121, sched_getaffinity 123,"
                  + " sched_yield 124, restart_syscall 128, tgkill 131, sigaltstack 132, rt_sigaction 134,"
                  + " rt_sigprocmask 135, rt_sigreturn 139, getpriority 141, times 153, uname 160,"
                  + " getrlimit 163, getrusage 165, prctl 167, getcpu 168, gettimeofday 169, getpid 172,"
                  + " getppid 173, getuid 174, geteuid 175, getgid 176, getegid 177, gettid 178, sysinfo 179,"
                  + " brk 214, munmap 215, mremap 216, clone 220, mmap 222, mprotect 226, mincore 232,"
                  + " madvise 233, prlimit64 261, seccomp 277, getrandom 278, membarrier 283, statx 291,"
                  + " rseq 293, faccessat2 439, landlock_create_ruleset 444, landlock_add_rule 445,"
                  + " landlock_restrict_self 446"));

  /** Of this process; empty where it is none that we know, or not Linux. */
  static Optional<Architecture> here() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return Optional.empty();
    }
    return switch (System.getProperty("os.arch", "")) {
      case "amd64", "x86_64" -> Optional.of(X86_64);
      case "aarch64" -> Optional.of(AARCH64);
      default -> Optional.empty();
    };
  }

  int number(String call) {
    Integer number = numbers.get(call);
    if (number == null) {
      throw new IllegalArgumentException("No system call " + call + " here");
    }
    return number;
  }

  private static Map<String, Integer> table(String text) {
    Map<String, Integer> numbers = new java.util.HashMap<>();
    for (String entry : text.split(",\\s*", -1)) {
      int space = entry.indexOf(' ');
      numbers.put(entry.substring(0, space), Integer.valueOf(entry.substring(space + 1)));
    }
    return Map.copyOf(numbers);
  }
}
