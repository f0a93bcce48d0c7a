package dev.hawser.storage.aws;

import dev.hawser.storage.tck.Overhead;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** What the adapter adds to the SDK; run by {@code benchmarks/adapters}. */
final class S3Overhead {
  private S3Overhead() {}

  public static void main(String[] arguments) throws Exception {
    S3Emulator emulator = S3Emulator.start();
    S3Settings settings = S3Emulator.settings(emulator.endpoint());
    try (S3BlobStore store = S3BlobStore.open(settings, InstantSource.system());
        S3Connection bare = S3Connection.open(settings)) {
      Overhead.report("s3", store, new Sdk(bare.client()), System.out);
    } finally {
      emulator.stop();
    }
  }

  private record Sdk(S3Client client) implements Overhead.Bare {
    @Override
    public void put(String key, byte[] bytes) {
      client.putObject(
          request -> request.bucket(S3Emulator.BUCKET).key(key), RequestBody.fromBytes(bytes));
    }

    @Override
    public long get(String key) throws IOException {
      try (InputStream object =
          client.getObject(request -> request.bucket(S3Emulator.BUCKET).key(key))) {
        return object.transferTo(OutputStream.nullOutputStream());
      }
    }
  }
}
