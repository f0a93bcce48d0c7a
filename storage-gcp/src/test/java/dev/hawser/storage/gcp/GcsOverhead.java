package dev.hawser.storage.gcp;

import com.google.api.client.http.ByteArrayContent;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.StorageObject;
import dev.hawser.storage.gcp.fake.FakeGcs;
import dev.hawser.storage.tck.Overhead;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** What the adapter adds to Google's client; run by {@code benchmarks/adapters}. */
final class GcsOverhead {
  private GcsOverhead() {}

  /**
   * @param arguments a folder that may be written to
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory(Path.of(arguments[0]), "gcs");
    try (FakeGcs fake = FakeGcs.start(Files.createDirectory(folder.resolve("contents")))) {
      Path key = Files.writeString(folder.resolve("key.json"), fake.key());
      GcsSettings settings =
          GcsSettings.of(FakeGcs.BUCKET, new GcsCredentials.KeyFile(key)).withEndpoint(fake.uri());
      try (GcsBlobStore store = GcsBlobStore.open(settings, InstantSource.system())) {
        Storage client = GcsClient.of(settings, GcsLogin.of(settings));
        Overhead.report("gcs", store, new Client(client), System.out);
      }
    }
  }

  private record Client(Storage storage) implements Overhead.Bare {
    @Override
    public void put(String key, byte[] bytes) throws IOException {
      Storage.Objects.Insert insert =
          storage
              .objects()
              .insert(
                  FakeGcs.BUCKET,
                  new StorageObject().setName(key),
                  new ByteArrayContent("application/octet-stream", bytes));
      insert.getMediaHttpUploader().setDirectUploadEnabled(true);
      insert.execute();
    }

    @Override
    public long get(String key) throws IOException {
      try (InputStream object =
          storage.objects().get(FakeGcs.BUCKET, key).executeMediaAsInputStream()) {
        return object.transferTo(OutputStream.nullOutputStream());
      }
    }
  }
}
