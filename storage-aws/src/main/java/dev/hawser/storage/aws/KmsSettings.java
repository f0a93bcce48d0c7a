package dev.hawser.storage.aws;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which key of AWS KMS, and who asks for it.
 *
 * @param key its ARN; not that of an alias, which can come to mean another key
 * @param endpoint where KMS is, when it is not Amazon's public address for the region
 */
public record KmsSettings(String key, Optional<URI> endpoint, S3Credentials credentials) {
  private static final Pattern KEY =
      Pattern.compile("arn:aws[a-z-]*:kms:([a-z0-9-]{1,64}):\\d{12}:key/(mrk-)?[0-9a-f-]{1,64}");

  /**
   * @throws IllegalArgumentException when a value cannot be right
   */
  public KmsSettings {
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException(
          "not the ARN of a key, such as"
              + " arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
              + " (an alias will not do): '"
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
            "the endpoint of KMS must be https:// or http:// and a host, without user and query");
      }
    }
  }

  /** The region is part of the ARN. */
  String region() {
    Matcher matcher = KEY.matcher(key);
    if (!matcher.matches()) {
      throw new IllegalStateException("it was checked");
    }
    return matcher.group(1);
  }
}
