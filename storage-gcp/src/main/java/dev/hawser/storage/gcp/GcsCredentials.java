package dev.hawser.storage.gcp;

import java.nio.file.Path;

/** As whom the store works. */
public sealed interface GcsCredentials {
  /**
   * A service account with a key: the JSON file that Google gives out once. It names the address
   * where tokens are fetched. Such a store signs URLs by itself.
   */
  record KeyFile(Path file) implements GcsCredentials {}

  /**
   * What the surroundings offer, in Google's order: the file that {@code
   * GOOGLE_APPLICATION_CREDENTIALS} names (also one of workload identity federation), the login of
   * the {@code gcloud} command, the service account of the machine or pod (workload identity).
   * Without a key, URLs are signed by Google's IAM service, one request each.
   */
  record ApplicationDefault() implements GcsCredentials {}
}
