package dev.hawser.functions.internal.pool;

import dev.hawser.functions.internal.wire.Reply;

/** Where functions run, one at a time; owned by one worker. */
interface Sandbox extends AutoCloseable {
  /**
   * Does what is asked and waits for the end.
   *
   * @throws SandboxLostException when it died through no fault of this job; it is of no use any
   *     more
   */
  Reply answer(Job job) throws SandboxLostException;

  /** Whether it can take another job. */
  boolean isAlive();

  /** Ends what runs in it, from any thread. */
  void kill();

  @Override
  void close();
}
