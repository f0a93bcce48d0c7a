package dev.hawser.storage;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A process to be killed: four threads put ever newer versions of their blobs, delete one now and
 * then, and print each change after it has returned. The bytes of a version tell its number and
 * follow from it.
 */
final class KillWriter {
  private static final int THREADS = 4;
  private static final int KEYS = 3;

  private KillWriter() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    long first = Long.parseLong(arguments[1]);
    FolderBlobStore store = FolderBlobStore.open(folder, InstantSource.system());
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        threads.execute(() -> write(store, thread, first));
      }
    }
  }

  private static void write(BlobStore store, int thread, long first) {
    for (long version = first; ; version++) {
      BlobKey key = new BlobKey("t" + thread + "/dir" + version % KEYS + "/blob");
      if (version % 10 == 9) {
        say("deleting", key, version);
        store.delete(key);
        say("deleted", key, version);
      } else {
        byte[] bytes = bytes(version);
        store.put(key, BlobSource.of(new ByteArrayInputStream(bytes)), PutOptions.DEFAULT);
        say("put", key, version);
      }
    }
  }

  private static synchronized void say(String what, BlobKey key, long version) {
    System.out.println(what + " " + key + " " + version);
    System.out.flush();
  }

  /** The bytes of a version: its number, then 0 to 400,000 bytes that follow from it. */
  static byte[] bytes(long version) {
    Random random = new Random(version);
    byte[] bytes = new byte[Long.BYTES + random.nextInt(400_000)];
    random.nextBytes(bytes);
    ByteBuffer.wrap(bytes).putLong(0, version);
    return bytes;
  }
}
