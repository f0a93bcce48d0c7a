package dev.hawser.functions.internal.pool;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.functions.FunctionCall;
import dev.hawser.functions.FunctionLogLine;
import dev.hawser.functions.FunctionOutcome;
import dev.hawser.functions.FunctionOutcome.Returned;
import dev.hawser.functions.FunctionOutcome.Stopped;
import dev.hawser.functions.FunctionOutcome.Threw;
import dev.hawser.functions.FunctionRunner;
import dev.hawser.functions.FunctionSyntax;
import dev.hawser.functions.StopReason;
import dev.hawser.functions.SyntaxProblem;
import dev.hawser.functions.internal.guest.Stops;
import dev.hawser.functions.internal.wire.Reply;
import dev.hawser.functions.internal.wire.Request;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Functions on a pool of sandboxes that grows with what waits, up to a limit. */
final class PooledFunctions implements FunctionRunner, FunctionSyntax, AutoCloseable {
  private static final ErrorCode BUSY = new ErrorCode("functions.busy");
  private static final ErrorCode STOPPING = new ErrorCode("functions.stopping");
  private static final long LOOK_AGAIN_MILLIS = 300;
  private static final long STACK_BYTES = 4L << 20;

  private final PoolOptions options;
  private final Sandboxes sandboxes;
  private final FunctionMetrics metrics;
  private final FairQueue queue;
  private final Set<Thread> workers = ConcurrentHashMap.newKeySet();
  private final Set<Job> running = ConcurrentHashMap.newKeySet();
  private final ThreadFactory threads;

  PooledFunctions(PoolOptions options, Sandboxes sandboxes, FunctionMetrics metrics) {
    this(
        options,
        sandboxes,
        metrics,
        Thread.ofPlatform().daemon().name("functions-", 1).stackSize(STACK_BYTES).factory());
  }

  PooledFunctions(
      PoolOptions options, Sandboxes sandboxes, FunctionMetrics metrics, ThreadFactory threads) {
    this.threads = threads;
    this.options = options;
    this.sandboxes = sandboxes;
    this.metrics = metrics;
    queue = new FairQueue(options.runners(), options.queue());
    metrics.watch(queue);
  }

  @Override
  public FunctionOutcome run(FunctionCall call) throws InterruptedException {
    FunctionOutcome refused = refused(call);
    if (refused != null) {
      metrics.ended(refused, 0);
      return refused;
    }
    long started = System.nanoTime();
    Job job = new Job(call.project(), new Request.Run(call.code(), call.inputJson()));
    if (!(answer(job) instanceof Reply.Ended(FunctionOutcome outcome))) {
      throw new HawserException.Internal(BUSY, "The function could not be run", null);
    }
    FunctionOutcome complete = with(job.log(), outcome);
    metrics.ended(complete, System.nanoTime() - started);
    return complete;
  }

  @Override
  public List<SyntaxProblem> check(ProjectId project, String code) throws InterruptedException {
    if (code.length() > MAX_CODE) {
      return List.of(new SyntaxProblem(1, 1, Stops.codeTooLarge(code.length(), MAX_CODE)));
    }
    return switch (answer(new Job(project, new Request.Check(code)))) {
      case Reply.Checked(List<SyntaxProblem> problems) -> problems;
      case Reply.Ended(Stopped stopped) -> List.of(new SyntaxProblem(1, 1, stopped.message()));
      case Reply other ->
          throw new HawserException.Internal(BUSY, "The function could not be checked", null);
    };
  }

  private @org.jspecify.annotations.Nullable Stopped refused(FunctionCall call) {
    if (call.code().length() > MAX_CODE) {
      return new Stopped(
          StopReason.CODE_TOO_LARGE, Stops.codeTooLarge(call.code().length(), MAX_CODE), List.of());
    }
    if (call.inputJson().length > options.maxInput()) {
      return new Stopped(
          StopReason.INPUT_TOO_LARGE,
          Stops.inputTooLarge(call.inputJson().length, options.maxInput()),
          List.of());
    }
    return null;
  }

  private Reply answer(Job job) throws InterruptedException {
    // Before the queue has it, so that an end of the pool in between does not miss it.
    running.add(job);
    try {
      if (!queue.offer(job)) {
        throw new HawserException.Unavailable(BUSY, "Too many functions wait to be run", null);
      }
      return await(job);
    } catch (InterruptedException | RuntimeException | Error e) {
      queue.remove(job);
      job.abandon();
      throw e;
    } finally {
      running.remove(job);
    }
  }

  private Reply await(Job job) throws InterruptedException {
    long patienceEnds = System.nanoTime() + options.queueTimeout().toNanos();
    while (true) {
      startWorkers();
      try {
        return job.reply.get(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (System.nanoTime() - patienceEnds > 0 && queue.remove(job)) {
          throw new HawserException.Unavailable(
              BUSY, "No runner had time for the function for " + options.queueTimeout(), e);
        }
      } catch (ExecutionException e) {
        throw e.getCause() instanceof HawserException known
            ? known
            : new HawserException.Internal(BUSY, "The function could not be run", e);
      }
    }
  }

  private void startWorkers() {
    while (queue.wantsWorker()) {
      boolean started = false;
      try {
        startWorker();
        started = true;
      } finally {
        if (!started) {
          queue.workerLeft();
        }
      }
    }
  }

  private void startWorker() {
    Worker worker = new Worker(queue, sandboxes, options.idle());
    Thread thread =
        threads.newThread(
            () -> {
              try {
                worker.run();
              } finally {
                workers.remove(Thread.currentThread());
              }
            });
    workers.add(thread);
    try {
      thread.start();
    } catch (RuntimeException | Error e) {
      workers.remove(thread);
      throw e;
    }
  }

  private static FunctionOutcome with(List<FunctionLogLine> log, FunctionOutcome outcome) {
    return switch (outcome) {
      case Returned(byte[] json, var none) -> new Returned(json, log);
      case Threw(var name, var message, var line, var column, var stack, var none) ->
          new Threw(name, message, line, column, stack, log);
      case Stopped(var reason, var message, var none) -> new Stopped(reason, message, log);
    };
  }

  /** Gives up what waits and what runs, and ends the runners. */
  @Override
  public void close() {
    HawserException.Unavailable stopping =
        new HawserException.Unavailable(STOPPING, "This process is stopping", null);
    queue.close().forEach(job -> job.reply.completeExceptionally(stopping));
    for (Job job : running) {
      job.reply.completeExceptionally(stopping);
      job.abandon();
    }
    for (Thread worker : workers) {
      try {
        if (!worker.join(java.time.Duration.ofSeconds(5))) {
          worker.interrupt();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    sandboxes.close();
  }
}
