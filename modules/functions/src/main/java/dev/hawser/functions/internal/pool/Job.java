package dev.hawser.functions.internal.pool;

import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.functions.FunctionLogLine;
import dev.hawser.functions.internal.wire.Reply;
import dev.hawser.functions.internal.wire.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A request on its way: who waits for it and who works on it. */
final class Job {
  private static final int MAX_LINES = 100;
  private static final int MAX_CHARACTERS = 4096;

  final ProjectId project;
  final Request request;
  final CompletableFuture<Reply> reply = new CompletableFuture<>();

  /** When a worker took it; the queue's. */
  long takenNanos;

  private final List<FunctionLogLine> log = new ArrayList<>();
  private @Nullable Sandbox sandbox;
  private boolean abandoned;

  Job(ProjectId project, Request request) {
    this.project = project;
    this.request = request;
  }

  /** A worker begins an attempt. False when nobody waits for it any more. */
  synchronized boolean begin(Sandbox with) {
    if (abandoned) {
      return false;
    }
    log.clear();
    sandbox = with;
    return true;
  }

  /** The attempt has ended; what happens to that sandbox from here on is not for this job. */
  synchronized void end() {
    sandbox = null;
  }

  /** Nobody waits any more: ends the sandbox that works on it. */
  synchronized void abandon() {
    abandoned = true;
    if (sandbox != null) {
      sandbox.kill();
    }
  }

  synchronized boolean isAbandoned() {
    return abandoned;
  }

  /** Bounded once more, since the other side may be in strangers' hands. */
  synchronized void add(FunctionLogLine line) {
    if (log.size() < MAX_LINES) {
      String text = line.text();
      log.add(
          text.length() <= MAX_CHARACTERS
              ? line
              : new FunctionLogLine(line.level(), text.substring(0, MAX_CHARACTERS)));
    }
  }

  synchronized List<FunctionLogLine> log() {
    return List.copyOf(log);
  }
}
