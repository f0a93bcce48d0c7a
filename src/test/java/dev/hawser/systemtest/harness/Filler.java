package dev.hawser.systemtest.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A file that takes all space there is, and what becomes free later too, until it is closed. */
public final class Filler implements AutoCloseable {
  private final Path file;
  private final CountDownLatch full = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread writer;

  private Filler(Path file) {
    this.file = file;
    this.writer = Thread.ofPlatform().daemon().unstarted(this::write);
  }

  /** Returns when the disk is full. */
  public static Filler fill(Path file) throws InterruptedException {
    Filler filler = new Filler(file);
    filler.writer.start();
    if (!filler.full.await(60, TimeUnit.SECONDS)) {
      throw new AssertionError("The disk of " + file + " does not get full");
    }
    return filler;
  }

  public boolean isFull() {
    return full.getCount() == 0;
  }

  private void write() {
    byte[] block = new byte[4_096];
    try (OutputStream out = Files.newOutputStream(file)) {
      do {
        fillUp(out, block);
      } while (!end.await(1, TimeUnit.MILLISECONDS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends with "No space left on device", which is what this is about. */
  private void fillUp(OutputStream out, byte[] block) {
    try {
      while (end.getCount() > 0) {
        out.write(block);
      }
    } catch (IOException e) {
      full.countDown();
    }
  }

  @Override
  public void close() throws IOException {
    end.countDown();
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Files.delete(file);
  }
}
