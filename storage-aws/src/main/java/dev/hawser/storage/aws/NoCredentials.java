package dev.hawser.storage.aws;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** Credentials could not be had; without this mark it looks like any other client failure. */
final class NoCredentials extends SdkClientException {
  private static final long serialVersionUID = 1L;

  private NoCredentials(SdkException cause) {
    super(builder().message(cause.getMessage()).cause(cause));
  }

  /** The same credentials, with failures that are marked. */
  static AwsCredentialsProvider marking(AwsCredentialsProvider source) {
    return new AwsCredentialsProvider() {
      @Override
      public AwsCredentials resolveCredentials() {
        try {
          return source.resolveCredentials();
        } catch (SdkException e) {
          throw new NoCredentials(e);
        }
      }

      @Override
      public String toString() {
        return source.getClass().getSimpleName();
      }
    };
  }
}
