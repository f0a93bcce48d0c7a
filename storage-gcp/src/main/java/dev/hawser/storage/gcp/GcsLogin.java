package dev.hawser.storage.gcp;

import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import dev.hawser.storage.BlobException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the credentials that the settings name. */
final class GcsLogin {
  private static final String STORAGE_SCOPE =
      "https://www.googleapis.com/auth/devstorage.read_write";

  /** IAM signs URLs for accounts without a key, and wants more than the scope of the storage. */
  private static final String CLOUD_SCOPE = "https://www.googleapis.com/auth/cloud-platform";

  private GcsLogin() {}

  /**
   * @throws BlobException.AccessDenied when there are none, or they cannot be read
   */
  static GoogleCredentials of(GcsSettings settings) {
    GoogleCredentials credentials = of(settings.credentials(), STORAGE_SCOPE);
    return settings.project().map(credentials::createWithQuotaProject).orElse(credentials);
  }

  /**
   * @param scope what a key asks for; the surroundings are asked for everything
   * @throws BlobException.AccessDenied when there are none, or they cannot be read
   */
  static GoogleCredentials of(GcsCredentials credentials, String scope) {
    return switch (credentials) {
      case GcsCredentials.KeyFile(Path file) -> fromKey(file, scope);
      case GcsCredentials.ApplicationDefault() -> fromSurroundings();
    };
  }

  private static GoogleCredentials fromKey(Path file, String scope) {
    try (InputStream key = Files.newInputStream(file)) {
      return ServiceAccountCredentials.fromStream(key, NetHttpTransport::new)
          .createWithCustomRetryStrategy(false) // GcsRetries is the one place that retries
          .createScoped(scope);
    } catch (IOException | IllegalArgumentException e) {
      // The parser's own message may quote the file, which is a secret.
      throw new BlobException.AccessDenied(
          "cannot read the key of a Google service account from "
              + file
              + ": "
              + (Files.isReadable(file)
                  ? "it is not the JSON that Google gives out for one"
                  : "the file is not there or may not be read"),
          null);
    }
  }

  private static GoogleCredentials fromSurroundings() {
    try {
      return GoogleCredentials.getApplicationDefault(NetHttpTransport::new)
          .createScoped(CLOUD_SCOPE);
    } catch (IOException e) {
      throw new BlobException.AccessDenied(
          "there are no Google credentials here: set GOOGLE_APPLICATION_CREDENTIALS, run on a"
              + " machine or pod with a service account, or name a key file",
          e);
    }
  }
}
