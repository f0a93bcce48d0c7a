package dev.hawser.embedded.internal.process;

import java.util.List;

/** POSIX signals that servers are stopped with. */
public enum Signal {
  INT,
  TERM,
  QUIT,
  KILL;

  /**
   * Sends this signal; a process that is gone already is no error. Through the shell's builtin,
   * because {@link Process#destroy()} knows TERM only and procps may be missing.
   */
  public void send(long pid) throws InterruptedException {
    Tools.succeeds(List.of("/bin/sh", "-c", "kill -" + name() + " " + pid));
  }
}
