package dev.hawser.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** CPU time and memory of processes, from /proc (proc(5)). */
final class ProcessStats {
  private static final double TICKS_PER_SECOND = 100;

  private ProcessStats() {}

  /** CPU seconds of a process and its children, those that ended included. */
  static double cpuSeconds(long pid) {
    double sum = ownTicks(pid) / TICKS_PER_SECOND;
    for (ProcessHandle child : descendants(pid)) {
      sum += ownTicks(child.pid()) / TICKS_PER_SECOND;
    }
    return sum;
  }

  /** CPU seconds of the threads of this name in a process, of those that live. */
  static double threadCpuSeconds(long pid, String name) {
    double ticks = 0;
    try (DirectoryStream<Path> threads =
        Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
      for (Path thread : threads) {
        String stat = Files.readString(thread.resolve("stat"));
        if (stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')')).equals(name)) {
          String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
          ticks += Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]);
        }
      }
    } catch (IOException e) {
      return ticks / TICKS_PER_SECOND; // a thread ended while we looked
    }
    return ticks / TICKS_PER_SECOND;
  }

  /** Proportional set size in MiB of a process and its children: shared pages are counted once. */
  static double memoryMib(long pid) {
    double sum = pssKib(pid);
    for (ProcessHandle child : descendants(pid)) {
      sum += pssKib(child.pid());
    }
    return sum / 1024;
  }

  private static List<ProcessHandle> descendants(long pid) {
    return ProcessHandle.of(pid).map(process -> process.descendants().toList()).orElse(List.of());
  }

  /** utime, stime, and those of children that were waited for. */
  private static double ownTicks(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return Double.parseDouble(fields[11])
          + Double.parseDouble(fields[12])
          + Double.parseDouble(fields[13])
          + Double.parseDouble(fields[14]);
    } catch (IOException e) {
      return 0; // it ended; its parent's "waited for" has it
    }
  }

  private static double pssKib(long pid) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
        if (line.startsWith("Pss:")) {
          return Double.parseDouble(line.replaceAll("[^0-9]", ""));
        }
      }
    } catch (IOException e) {
      return 0;
    }
    return 0;
  }
}
