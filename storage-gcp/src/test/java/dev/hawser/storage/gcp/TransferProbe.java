package dev.hawser.storage.gcp;

import dev.hawser.storage.Blob;
import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.ByteRange;
import dev.hawser.storage.PutOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * Uploads and downloads a blob of a given size in a JVM of its own, so that its heap can be small:
 * {@code TransferProbe <endpoint> <bucket> <key file> <bytes>}. Fails when they differ.
 */
final class TransferProbe {
  private TransferProbe() {}

  public static void main(String[] args) throws IOException {
    long start = System.nanoTime();
    long size = Long.parseLong(args[3]);
    BlobKey key = new BlobKey("probe/large");
    CRC32C sent = new CRC32C();
    CRC32C received = new CRC32C();
    GcsSettings settings =
        GcsSettings.of(args[1], new GcsCredentials.KeyFile(Path.of(args[2])))
            .withEndpoint(URI.create(args[0]));
    try (GcsBlobStore store = GcsBlobStore.open(settings, InstantSource.system())) {
      long opened = System.nanoTime();
      InputStream source = new CheckedInputStream(new Noise(size), sent);
      BlobInfo info = store.put(key, BlobSource.of(source), PutOptions.DEFAULT);
      long put = System.nanoTime();
      try (Blob blob = store.get(key, ByteRange.ALL);
          CheckedOutputStream sink =
              new CheckedOutputStream(java.io.OutputStream.nullOutputStream(), received)) {
        blob.stream().transferTo(sink);
      }
      long got = System.nanoTime();
      if (info.size() != size || sent.getValue() != received.getValue()) {
        throw new IllegalStateException("what came back is not what was sent");
      }
      System.out.printf(
          "%d bytes, open %d ms, put %d ms, get %d ms%n",
          size, (opened - start) / 1_000_000, (put - opened) / 1_000_000, (got - put) / 1_000_000);
    }
  }

  /** Bytes that differ from block to block. */
  private static final class Noise extends InputStream {
    private final byte[] block = new byte[64 << 10];
    private final Random random = new Random(1);
    private long left;

    Noise(long size) {
      left = size;
      random.nextBytes(block);
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int count) {
      if (left == 0) {
        return -1;
      }
      int given = (int) Math.min(Math.min(count, block.length), left);
      block[random.nextInt(block.length)]++;
      System.arraycopy(block, 0, buffer, offset, given);
      left -= given;
      return given;
    }
  }
}
