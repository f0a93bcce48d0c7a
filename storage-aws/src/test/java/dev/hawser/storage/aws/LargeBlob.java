package dev.hawser.storage.aws;

import dev.hawser.storage.Blob;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.ByteRange;
import dev.hawser.storage.PutOptions;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.net.URI;
import java.time.InstantSource;
import java.util.zip.CRC32;

/** A process that uploads and downloads a blob of so many MiB and says what that took. */
final class LargeBlob {
  private static final int PIECE = 1 << 20;

  private LargeBlob() {}

  public static void main(String[] arguments) throws IOException {
    long size = Long.parseLong(arguments[1]) * PIECE;
    BlobKey key = new BlobKey("large/blob");
    long began = System.nanoTime();
    try (S3BlobStore store =
        S3BlobStore.open(S3Emulator.settings(URI.create(arguments[0])), InstantSource.system())) {
      long opened = System.nanoTime();
      Pattern up = new Pattern(size);
      store.put(key, BlobSource.of(up), PutOptions.DEFAULT);
      long put = System.nanoTime();
      CRC32 down = new CRC32();
      long got = 0;
      try (Blob blob = store.get(key, ByteRange.ALL)) {
        byte[] buffer = new byte[64 << 10];
        for (int n = blob.stream().read(buffer); n >= 0; n = blob.stream().read(buffer)) {
          down.update(buffer, 0, n);
          got += n;
        }
      }
      store.delete(key);
      System.out.printf(
          "%s: open %d ms, put %d ms, get %d ms, peak heap %d MiB%n",
          got == size && down.getValue() == up.sum.getValue() ? "same bytes" : "OTHER BYTES",
          (opened - began) / 1_000_000,
          (put - opened) / 1_000_000,
          (System.nanoTime() - put) / 1_000_000,
          ManagementFactory.getMemoryPoolMXBeans().stream()
                  .filter(pool -> pool.getType() == MemoryType.HEAP)
                  .map(MemoryPoolMXBean::getPeakUsage)
                  .mapToLong(MemoryUsage::getUsed)
                  .sum()
              >> 20);
    }
  }

  /** Bytes without end that are not all the same, up to a size. */
  private static final class Pattern extends InputStream {
    private final CRC32 sum = new CRC32();
    private final long size;
    private long given;

    Pattern(long size) {
      this.size = size;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] buffer, int offset, int count) {
      if (given == size) {
        return -1;
      }
      int n = (int) Math.min(count, size - given);
      for (int i = 0; i < n; i++) {
        long at = given + i;
        buffer[offset + i] = (byte) (at ^ (at >> 11) ^ (at >> 23));
      }
      sum.update(buffer, offset, n);
      given += n;
      return n;
    }
  }
}
