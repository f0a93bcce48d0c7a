package dev.hawser.systemtest.harness;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends webhooks over several connections, each with the next number in its body, until as many as
 * wanted were sent, it is stopped, or the server is gone.
 */
public final class Load implements AutoCloseable {
  private static final Pattern EXECUTION = Pattern.compile("\"executionId\":\\s*\"([^\"]+)\"");

  private final URI server;
  private final String path;
  private final int last;
  private final AtomicInteger next;
  private final ConcurrentLinkedQueue<String> accepted = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Integer> refused = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> broken = new ConcurrentLinkedQueue<>();
  private final List<Thread> senders = new ArrayList<>();
  private volatile boolean stopping;

  private Load(URI server, String path, int first, int last) {
    this.server = server;
    this.path = path;
    this.last = last;
    this.next = new AtomicInteger(first);
  }

  /** Sends numbers from {@code first} to {@code last}. */
  public static Load start(URI server, String path, int connections, int first, int last) {
    Load load = new Load(server, path, first, last);
    for (int i = 0; i < connections; i++) {
      load.senders.add(Thread.ofPlatform().name("load-" + i).start(load::send));
    }
    return load;
  }

  /** Sends until it is stopped. */
  public static Load endless(URI server, String path, int connections) {
    return start(server, path, connections, 0, Integer.MAX_VALUE);
  }

  /** Waits until at least so many were answered 2xx. */
  public Load awaitAccepted(int count) {
    await("%d webhooks are accepted".formatted(count))
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> accepted.size() >= count || !isSending());
    if (accepted.size() < count) {
      throw new AssertionError(
          "Only %d accepted; refused %s, broken %s".formatted(accepted.size(), refused, broken));
    }
    return this;
  }

  /** Lets each connection finish its request and waits for that. */
  public Load stop() {
    stopping = true;
    return join();
  }

  /** Waits until everything is sent or the server is gone. */
  public Load join() {
    try {
      for (Thread sender : senders) {
        sender.join();
      }
      return this;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public boolean isSending() {
    return senders.stream().anyMatch(Thread::isAlive);
  }

  /** Ids of the executions whose webhooks were answered 2xx. */
  public List<String> accepted() {
    return List.copyOf(accepted);
  }

  /** Statuses of the other answers. */
  public List<Integer> refused() {
    return List.copyOf(refused);
  }

  /** What happened to requests that were sent and got no answer. */
  public List<String> broken() {
    return List.copyOf(broken);
  }

  /** The number that the next webhook would have. */
  public int nextNumber() {
    return next.get();
  }

  @Override
  public void close() {
    stop();
  }

  private void send() {
    try (RawConnection connection = new RawConnection(server)) {
      while (!stopping) {
        int number = next.getAndIncrement();
        if (number > last) {
          return;
        }
        RawConnection.Reply reply = connection.post(path, "{\"n\": " + number + "}");
        Matcher id = EXECUTION.matcher(reply.body());
        if (reply.status() / 100 == 2 && id.find()) {
          accepted.add(id.group(1));
        } else {
          refused.add(reply.status());
        }
      }
    } catch (ConnectException e) {
      // The port is closed: nothing was sent.
      stopping = true;
    } catch (IOException e) {
      broken.add(e.toString());
    }
  }
}
