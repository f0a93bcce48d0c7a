package dev.hawser.functions.internal.runner;

import dev.hawser.functions.FunctionOutcome;
import dev.hawser.functions.FunctionOutcome.Returned;
import dev.hawser.functions.FunctionSyntax;
import dev.hawser.functions.internal.guest.Guest;
import dev.hawser.functions.internal.wire.Frame;
import dev.hawser.functions.internal.wire.Reply;
import dev.hawser.functions.internal.wire.Request;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.SynchronousQueue;

/**
 * A process that runs functions, one at a time: requests on standard input, replies on standard
 * output. Ends at once when the other side is gone, whatever it is doing. Started by the server
 * only; people have no use for it.
 */
public final class RunnerMain {
  /** Loads what most functions need, and shows that the runner works. */
  private static final String WARM_UP =
      """
      export default async (input) => {
        console.log('warm', input);
        await null;
        return { names: input.map((item) => item.name.toUpperCase()), sum: Math.random() };
      }
      """;

  private static final OutputStream ERR = new FileOutputStream(FileDescriptor.err);

  private final RunnerOptions options;
  private final DataInputStream in =
      new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in), 1 << 16));
  private final OutputStream out =
      new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16);
  private final SynchronousQueue<Request> requests = new SynchronousQueue<>();

  private RunnerMain(RunnerOptions options) {
    this.options = options;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> lastWords(e));
    new RunnerMain(RunnerOptions.of(arguments)).serve();
  }

  /** Without the message, in which may be what belongs to a customer. */
  private static void lastWords(Throwable e) {
    try {
      ERR.write((e.getClass().getName() + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException unheard) {
      // The server is gone; so are we.
      Runtime.getRuntime().halt(1);
    }
  }

  private void serve() throws IOException, InterruptedException {
    try (Guest guest = new Guest(options.limits())) {
      tryOut(guest);
      List<String> shortcomings = options.lockDown() ? LockDown.apply() : List.of();
      tryOut(guest);
      Thread.ofPlatform().daemon().name("functions-requests").start(this::receive);
      send(new Reply.Ready(shortcomings));
      while (true) {
        Request request = requests.take();
        send(
            switch (request) {
              case Request.Run(String code, byte[] input) ->
                  new Reply.Ended(
                      guest.run(code, input, line -> sendUnchecked(new Reply.Line(line))));
              case Request.Check(String code) -> new Reply.Checked(guest.check(code));
            });
        tidy();
      }
    }
  }

  private static void tryOut(Guest guest) {
    byte[] input = "[{\"name\":\"warm\"}]".getBytes(StandardCharsets.UTF_8);
    FunctionOutcome outcome = guest.warmUp(WARM_UP, input);
    if (!(outcome instanceof Returned)) {
      throw new IllegalStateException("A function that must work does not: " + outcome);
    }
  }

  /** Reads while a function runs, to see the end of the server even then. */
  private void receive() {
    int most = options.maxInput() + 4 * FunctionSyntax.MAX_CODE + 64;
    try {
      while (true) {
        requests.put(Request.of(Frame.read(in, most)));
      }
    } catch (IOException | InterruptedException e) {
      Runtime.getRuntime().halt(0);
    }
  }

  /** Gives a large heap back, so that a runner is small while it waits. */
  private static void tidy() {
    Runtime runtime = Runtime.getRuntime();
    long used = runtime.totalMemory() - runtime.freeMemory();
    if (used > runtime.maxMemory() / 2) {
      System.gc();
    }
  }

  private void send(Reply reply) throws IOException {
    reply.frame().write(out);
  }

  private void sendUnchecked(Reply reply) {
    try {
      send(reply);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
