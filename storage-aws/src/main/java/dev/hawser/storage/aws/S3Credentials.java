package dev.hawser.storage.aws;

import java.util.Optional;

/** Who the store is to the service. Nothing here prints a secret. */
public sealed interface S3Credentials {
  /**
   * What the machine offers, in the order of the SDK: system properties, environment, web identity
   * (a role for a Kubernetes service account), the shared files, container and instance roles.
   */
  record FromEnvironment() implements S3Credentials {}

  /** A profile of the shared files ({@code ~/.aws/config} and {@code credentials}). */
  record Profile(String name) implements S3Credentials {
    public Profile {
      requireText("profile", name);
    }
  }

  /**
   * A pair of keys.
   *
   * @param sessionToken of temporary keys
   */
  record Keys(String accessKeyId, String secretAccessKey, Optional<String> sessionToken)
      implements S3Credentials {
    public Keys {
      requireText("access-key-id", accessKeyId);
      requireText("secret-access-key", secretAccessKey);
      sessionToken.ifPresent(token -> requireText("session-token", token));
    }

    /** The id only. */
    @Override
    public String toString() {
      return "Keys[accessKeyId=" + accessKeyId + "]";
    }
  }

  private static void requireText(String setting, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException("hawser.storage.s3." + setting + " must not be empty");
    }
  }
}
