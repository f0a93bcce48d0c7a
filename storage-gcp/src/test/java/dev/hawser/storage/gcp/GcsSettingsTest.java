package dev.hawser.storage.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.storage.BlobException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GcsSettingsTest {
  private static final GcsSettings GOOD =
      GcsSettings.of("a-bucket", new GcsCredentials.ApplicationDefault());

  @Test
  void a_wrong_value_is_named() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GcsSettings.of("A bucket", new GcsCredentials.ApplicationDefault()))
        .withMessageContaining("bucket");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GOOD.withEndpoint(URI.create("ftp://host")))
        .withMessageContaining("endpoint");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new GcsSettings(
                    "a-bucket",
                    GOOD.credentials(),
                    Optional.empty(),
                    Optional.of("Not A Project"),
                    GcsSettings.DEFAULT_TIMEOUT))
        .withMessageContaining("project");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new GcsSettings(
                    "a-bucket",
                    GOOD.credentials(),
                    Optional.empty(),
                    Optional.empty(),
                    Duration.ZERO))
        .withMessageContaining("timeout");
  }

  @Test
  void a_password_in_the_endpoint_is_refused_and_not_repeated() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GOOD.withEndpoint(URI.create("https://user:s3cret@host")))
        .withMessageContaining("endpoint")
        .withMessageNotContaining("s3cret");
  }

  @Test
  void a_key_file_that_is_not_there_is_named(@TempDir Path folder) {
    Path file = folder.resolve("none.json");

    assertThatThrownBy(() -> open(file))
        .isInstanceOf(BlobException.AccessDenied.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void a_key_file_of_another_kind_is_refused_and_not_quoted(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("key.json");
    for (String wrong :
        new String[] {
          "",
          "s3cret",
          "{\"type\":\"authorized_user\",\"refresh_token\":\"s3cret\"}",
          "{\"type\":\"service_account\",\"client_email\":\"a@b\",\"client_id\":\"1\","
              + "\"private_key_id\":\"1\",\"private_key\":\"s3cret\"}"
        }) {
      Files.writeString(file, wrong);

      assertThatThrownBy(() -> open(file))
          .isInstanceOf(BlobException.AccessDenied.class)
          .hasMessageContaining(file.toString())
          .hasMessageNotContaining("s3cret")
          .hasNoCause();
    }
  }

  @Test
  void settings_are_the_same_when_their_values_are() {
    assertThat(GOOD).isEqualTo(GcsSettings.of("a-bucket", GOOD.credentials()));
  }

  private static void open(Path file) {
    GcsBlobStore.open(
            GcsSettings.of("a-bucket", new GcsCredentials.KeyFile(file)), InstantSource.system())
        .close();
  }
}
