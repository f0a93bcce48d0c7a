package dev.hawser.storage.gcp;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which key of Google's Cloud KMS, and who asks for it.
 *
 * @param key its resource name, without a version
 * @param endpoint where the service is, if not at Google's public address
 */
public record CloudKmsSettings(String key, Optional<URI> endpoint, GcsCredentials credentials) {
  private static final Pattern KEY =
      Pattern.compile(
          "projects/[a-z0-9][a-z0-9.:-]{0,99}/locations/[a-z0-9-]{1,40}"
              + "/keyRings/[a-zA-Z0-9_-]{1,63}/cryptoKeys/[a-zA-Z0-9_-]{1,63}");

  /**
   * @throws IllegalArgumentException when a value cannot be right
   */
  public CloudKmsSettings {
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException(
          "not the name of a key, such as"
              + " projects/acme/locations/europe-west3/keyRings/hawser/cryptoKeys/vault (without a"
              + " version): '"
              + key
              + "'");
    }
    if (endpoint.isPresent()) {
      URI at = endpoint.get();
      boolean http = "http".equals(at.getScheme()) || "https".equals(at.getScheme());
      if (!http
          || at.getHost() == null
          || at.getRawUserInfo() != null
          || at.getRawQuery() != null) {
        throw new IllegalArgumentException(
            "the endpoint of Cloud KMS must be https:// or http:// and a host, without user and"
                + " query");
      }
    }
  }
}
