package dev.hawser.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Sends requests over a number of connections, as fast as answers come or at a fixed rate. */
final class Load {
  private final int port;
  private final Supplier<byte[]> requests;

  Load(int port, byte[] request) {
    this(port, () -> request);
  }

  /**
   * @param requests gives the next request to any of the connections
   */
  Load(int port, Supplier<byte[]> requests) {
    this.port = port;
    this.requests = requests;
  }

  /**
   * @param latenciesMicros of the 2xx answers, ascending; at a fixed rate counted from when the
   *     request was due
   */
  record Result(long[] latenciesMicros, int refused, double seconds) {
    double perSecond() {
      return latenciesMicros.length / seconds;
    }

    double percentileMillis(double percent) {
      if (latenciesMicros.length == 0) {
        return Double.NaN;
      }
      int index = (int) Math.ceil(percent / 100 * latenciesMicros.length) - 1;
      return latenciesMicros[Math.max(0, index)] / 1000.0;
    }
  }

  /**
   * @param ratePerSecond 0 for as fast as possible
   */
  Result run(int connections, double seconds, double ratePerSecond) throws InterruptedException {
    ConcurrentLinkedQueue<long[]> all = new ConcurrentLinkedQueue<>();
    AtomicInteger refused = new AtomicInteger();
    AtomicLong ticket = new AtomicLong();
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    Thread[] threads = new Thread[connections];
    for (int i = 0; i < connections; i++) {
      threads[i] =
          Thread.ofPlatform()
              .start(() -> all.add(connection(start, end, ratePerSecond, ticket, refused)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    double took = (System.nanoTime() - start) / 1e9;
    long[] latencies = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    return new Result(latencies, refused.get(), took);
  }

  private long[] connection(
      long start, long end, double rate, AtomicLong ticket, AtomicInteger refused) {
    long[] latencies = new long[1_024];
    int n = 0;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream(), 8_192);
      OutputStream out = socket.getOutputStream();
      while (true) {
        long due = System.nanoTime();
        if (rate > 0) {
          due = start + (long) (ticket.getAndIncrement() * 1e9 / rate);
          for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
            LockSupport.parkNanos(wait);
          }
        }
        if (due >= end) {
          return Arrays.copyOf(latencies, n);
        }
        out.write(requests.get());
        Http.Message answer = Http.readMessage(in);
        if (answer == null) {
          throw new IOException("the server closed the connection");
        }
        if (answer.status() / 100 == 2) {
          if (n == latencies.length) {
            latencies = Arrays.copyOf(latencies, n * 2);
          }
          latencies[n++] = (System.nanoTime() - due) / 1_000;
        } else {
          refused.incrementAndGet();
        }
      }
    } catch (IOException e) {
      refused.incrementAndGet();
      return Arrays.copyOf(latencies, n);
    }
  }
}
