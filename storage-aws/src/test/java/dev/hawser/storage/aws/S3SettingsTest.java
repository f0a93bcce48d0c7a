package dev.hawser.storage.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class S3SettingsTest {
  @Test
  void keys_do_not_print_their_secrets() {
    S3Credentials keys = new S3Credentials.Keys("an-id", "hidden-1", Optional.of("hidden-2"));

    assertThat(settings("bucket", "eu-west-1", "https://s3.example", keys).toString())
        .contains("an-id", "eu-west-1", "s3.example")
        .doesNotContain("hidden");
  }

  @Test
  void what_cannot_be_right_is_refused_with_the_name_of_the_setting() {
    S3Credentials keys = new S3Credentials.FromEnvironment();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings("my bucket", "eu-west-1", "https://s3.example", keys))
        .withMessageContaining("hawser.storage.s3.bucket");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings("bucket", "EU (Ireland)", "https://s3.example", keys))
        .withMessageContaining("hawser.storage.s3.region");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings("bucket", "eu-west-1", "s3.example", keys))
        .withMessageContaining("hawser.storage.s3.endpoint");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings("bucket", "eu-west-1", "https://me:secret@s3.example", keys))
        .withMessageContaining("hawser.storage.s3.endpoint")
        .withMessageNotContaining("secret");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new S3Credentials.Keys("an-id", " ", Optional.empty()))
        .withMessageContaining("hawser.storage.s3.secret-access-key");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new S3Encryption.Kms(Optional.of("")))
        .withMessageContaining("hawser.storage.s3.kms-key-id");
  }

  private static S3Settings settings(
      String bucket, String region, String endpoint, S3Credentials credentials) {
    return new S3Settings(
        bucket,
        Optional.of(region),
        Optional.of(URI.create(endpoint)),
        true,
        credentials,
        new S3Encryption.BucketDefault(),
        S3Checksums.WHEN_SUPPORTED);
  }
}
