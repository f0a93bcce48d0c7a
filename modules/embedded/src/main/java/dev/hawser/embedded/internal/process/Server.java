package dev.hawser.embedded.internal.process;

import java.io.IOException;

/** One server program on one data folder and one port: how to start and stop it. */
public interface Server {
  /** For people: "PostgreSQL". */
  String name();

  int port();

  /** Chooses a free port, which all launches from now on use. */
  void choosePort() throws IOException;

  /**
   * Clears away what a killed predecessor left (orphans, lock files), starts the server and waits
   * until it serves. When this fails, nothing it started is left running.
   *
   * @throws IOException with a message that says why, for the operator
   */
  Process launch() throws IOException, InterruptedException;

  /** Stops it cleanly; by force when it does not go. Returns when it is gone. */
  void stop(Process process) throws InterruptedException;
}
