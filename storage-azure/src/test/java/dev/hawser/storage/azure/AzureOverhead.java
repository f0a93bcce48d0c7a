package dev.hawser.storage.azure;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import dev.hawser.storage.tck.Overhead;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.List;

/** What the adapter adds to the SDK; run by {@code benchmarks/adapters}. */
final class AzureOverhead {
  private AzureOverhead() {}

  public static void main(String[] arguments) throws Exception {
    try (Azurite azurite = Azurite.start(List.of());
        AzureBlobStore store = AzureBlobStore.open(azurite.settings(), InstantSource.system());
        Transport transport = new Transport(Limits.STANDARD, HttpClient.newBuilder())) {
      Overhead.report(
          "azure", store, new Sdk(azurite.client(Azurite.CONTAINER, transport)), System.out);
    }
  }

  private record Sdk(BlobContainerClient client) implements Overhead.Bare {
    @Override
    public void put(String key, byte[] bytes) {
      client.getBlobClient(key).upload(BinaryData.fromBytes(bytes), true);
    }

    @Override
    public long get(String key) throws IOException {
      try (InputStream blob = client.getBlobClient(key).openInputStream()) {
        return blob.transferTo(OutputStream.nullOutputStream());
      }
    }
  }
}
