package dev.hawser.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Stands before a server and can cut everybody off from it, or let everybody wait. */
public final class CutProxy implements AutoCloseable {
  private final URI target;
  private final ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Semaphore passage = new Semaphore(1);
  private volatile boolean cut;

  public CutProxy(String uri) throws IOException {
    target = URI.create(uri);
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  public String uri() {
    String user = target.getUserInfo() == null ? "" : target.getUserInfo() + "@";
    return "redis://" + user + "127.0.0.1:" + listening.getLocalPort() + target.getPath();
  }

  public void cut() {
    cut = true;
    open.forEach(CutProxy::closeQuietly);
  }

  public void mend() {
    cut = false;
  }

  /** Keeps what is sent from now on until {@link #release}; connections stay. */
  public void hold() {
    passage.acquireUninterruptibly();
  }

  public void release() {
    passage.release();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        if (cut) {
          client.close();
          continue;
        }
        Socket server = new Socket(target.getHost(), target.getPort());
        open.add(client);
        open.add(server);
        if (cut) { // since it was asked above: cut() may have looked before they were added
          closeQuietly(client);
          closeQuietly(server);
        }
        Thread.ofVirtual().start(() -> copy(client, server));
        Thread.ofVirtual().start(() -> copy(server, client));
      } catch (IOException e) {
        closeQuietly(listening); // only closing ends accept()
      }
    }
  }

  private void copy(Socket from, Socket to) {
    try (from;
        to) {
      byte[] some = new byte[8_192];
      int length = from.getInputStream().read(some);
      while (length >= 0) {
        passage.acquireUninterruptibly();
        passage.release();
        to.getOutputStream().write(some, 0, length);
        length = from.getInputStream().read(some);
      }
    } catch (IOException e) {
      closeQuietly(to); // one side is gone, so the other goes
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    cut();
  }
}
