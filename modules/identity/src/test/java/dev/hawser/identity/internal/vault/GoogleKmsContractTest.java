package dev.hawser.identity.internal.vault;

import dev.hawser.storage.gcp.CloudKmsKeyService;
import dev.hawser.storage.gcp.CloudKmsSettings;
import dev.hawser.storage.gcp.GcsCredentials;
import dev.hawser.vault.KeyService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

class GoogleKmsContractTest extends FakeCloudContract {
  private final FakeGoogleKms server = new FakeGoogleKms();
  @TempDir private Path folder;

  private KeyService open(String key, Path account) {
    return CloudKmsKeyService.open(
        new CloudKmsSettings(key, Optional.of(server.uri()), new GcsCredentials.KeyFile(account)));
  }

  @Override
  FakeKeyServer server() {
    return server;
  }

  @Override
  KeyService first() {
    return open(FakeGoogleKms.KEY, server.keyFile(folder));
  }

  @Override
  KeyService second() {
    return open(FakeGoogleKms.SECOND_KEY, server.keyFile(folder));
  }

  @Override
  KeyService missing() {
    return open(FakeGoogleKms.KEY + "-gone", server.keyFile(folder));
  }

  /** An account that the token service does not know: its key is another one. */
  @Override
  KeyService stranger() throws IOException {
    try (FakeGoogleKms other = FakeGoogleKms.ofStranger()) {
      Path strange = Files.createDirectories(folder.resolve("strange"));
      Path file = other.keyFile(strange);
      String json = Files.readString(file);
      Files.writeString(file, json.replace(other.uri().toString(), server.uri().toString()));
      return open(FakeGoogleKms.KEY, file);
    }
  }

  @Override
  List<String> secrets() {
    return List.of("ya29.fake-token-of-google", "BEGIN PRIVATE KEY");
  }
}
