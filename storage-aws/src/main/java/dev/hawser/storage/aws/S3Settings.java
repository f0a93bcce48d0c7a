package dev.hawser.storage.aws;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which bucket, where, and how. The names in messages are those of the settings below {@code
 * hawser.storage.s3}.
 *
 * @param bucket must exist
 * @param region of the bucket; empty means that of the environment, the profile or the machine, and
 *     {@code us-east-1} when there is an endpoint
 * @param endpoint of a service that is not Amazon's; empty means Amazon's for the region
 * @param pathStyle whether the bucket is in the path of addresses and not in the host name
 */
public record S3Settings(
    String bucket,
    Optional<String> region,
    Optional<URI> endpoint,
    boolean pathStyle,
    S3Credentials credentials,
    S3Encryption encryption,
    S3Checksums checksums) {
  private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,254}");
  private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,64}");

  /**
   * @throws IllegalArgumentException when a value cannot be right; the message names the setting
   */
  public S3Settings {
    if (!BUCKET.matcher(bucket).matches()) {
      throw new IllegalArgumentException(
          "hawser.storage.s3.bucket is not a name of a bucket: '" + bucket + "'");
    }
    region
        .filter(name -> !REGION.matcher(name).matches())
        .ifPresent(
            name -> {
              throw new IllegalArgumentException(
                  "hawser.storage.s3.region is not a name of a region: '" + name + "'");
            });
    endpoint.ifPresent(S3Settings::checkEndpoint);
  }

  private static void checkEndpoint(URI endpoint) {
    boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
    if (!http || endpoint.getHost() == null) {
      throw new IllegalArgumentException(
          "hawser.storage.s3.endpoint must start with https:// or http:// and a host");
    }
    if (endpoint.getRawUserInfo() != null
        || endpoint.getRawQuery() != null
        || endpoint.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "hawser.storage.s3.endpoint must have no user, query or fragment");
    }
  }
}
