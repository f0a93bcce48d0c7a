package dev.hawser.storage.azure;

import dev.hawser.storage.Blob;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.ByteRange;
import dev.hawser.storage.PutOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * A process with little memory that uploads and downloads a large blob. Arguments: endpoint and
 * MiB; the account's key is in the environment variable {@code KEY}.
 */
final class LargeBlob {
  private LargeBlob() {}

  public static void main(String[] arguments) throws IOException {
    long size = Long.parseLong(arguments[1]) << 20;
    AzureSettings settings =
        new AzureSettings(
            Azurite.CONTAINER,
            URI.create(arguments[0]),
            new AzureAccess.AccountKey(Azurite.ACCOUNT, new AzureSecret(System.getenv("KEY"))));
    BlobKey key = new BlobKey("large/" + UUID.randomUUID());
    long started = System.nanoTime();
    try (AzureBlobStore store = AzureBlobStore.open(settings, InstantSource.system())) {
      say("open", started);
      started = System.nanoTime();
      store.head(key);
      say("first head", started);
      started = System.nanoTime();
      Counting sent = new Counting(size);
      store.put(key, BlobSource.of(sent), PutOptions.DEFAULT);
      say("upload", started);
      started = System.nanoTime();
      CRC32 received = new CRC32();
      long count = 0;
      try (Blob blob = store.get(key, ByteRange.ALL)) {
        byte[] buffer = new byte[64 << 10];
        for (int n = blob.stream().read(buffer); n >= 0; n = blob.stream().read(buffer)) {
          received.update(buffer, 0, n);
          count += n;
        }
      }
      say("download", started);
      store.delete(key);
      if (count != size || received.getValue() != sent.sum.getValue()) {
        throw new IllegalStateException("what came back is not what was sent: " + count);
      }
      System.out.println("same bytes");
    }
  }

  private static void say(String what, long started) {
    System.out.println(
        what + " " + Duration.ofNanos(System.nanoTime() - started).toMillis() + " ms");
  }

  /** So many bytes that do not repeat soon. */
  private static final class Counting extends InputStream {
    final CRC32 sum = new CRC32();
    private long left;
    private int state = 1;

    Counting(long size) {
      this.left = size;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int count) {
      if (left == 0) {
        return -1;
      }
      int given = (int) Math.min(count, left);
      for (int i = offset; i < offset + given; i++) {
        state = state * 1_103_515_245 + 12_345;
        target[i] = (byte) (state >> 16);
      }
      sum.update(target, offset, given);
      left -= given;
      return given;
    }
  }
}
