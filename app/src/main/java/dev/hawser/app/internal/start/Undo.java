package dev.hawser.app.internal.start;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers how to stop what was started, and stops it in the opposite order, all of it. */
final class Undo implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Undo.class);

  private record Step(String name, Runnable stop) {}

  private final Deque<Step> steps = new ArrayDeque<>();

  synchronized void add(String name, Runnable stop) {
    steps.push(new Step(name, stop));
  }

  @Override
  public synchronized void close() {
    while (!steps.isEmpty()) {
      Step step = steps.pop();
      try {
        step.stop().run();
      } catch (RuntimeException e) {
        // The rest must stop all the same.
        LOG.error("Could not stop: {}", step.name(), e);
      }
    }
  }
}
