package dev.hawser.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BlobValuesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/", "/a", "a/", "a//b", ".", "..", "a/..", "../a", "a/./b", "a.", "a./b", "a b",
        "a\\b", "a:b", "ä", "a\0", "a%2e", "a~", "a+b"
      })
  void what_some_store_or_file_system_changes_is_no_key(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BlobKey(text))
        .withMessageContaining("not a blob key");
  }

  @Test
  void a_key_and_its_segments_have_a_longest_length() {
    String segment = "s".repeat(BlobKey.MAX_SEGMENT_LENGTH);
    String longest = (segment + "/").repeat(8).substring(0, BlobKey.MAX_LENGTH);

    assertThat(BlobKey.problem(segment)).isEmpty();
    assertThat(BlobKey.problem(segment + "s")).isPresent();
    assertThat(BlobKey.problem(longest)).isEmpty();
    assertThat(BlobKey.problem(longest + "s")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "a//", "../", "a/../", "a b"})
  void what_no_key_starts_with_is_no_prefix(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> new BlobPrefix(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a/", "a.", ".", "a/b", "a/.."})
  void what_a_key_starts_with_is_a_prefix(String text) {
    assertThat(new BlobPrefix(text).matches(new BlobKey(text + "x"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "Aa", "a/B", "a/b/..C", "A-_=.0/Z.z"})
  void a_file_name_leads_back_to_its_key(String key) {
    StringBuilder decoded = new StringBuilder();
    for (Path name : FolderNames.file(Path.of(""), new BlobKey(key))) {
      decoded.append(FolderNames.decode(name.toString()).orElseThrow());
    }
    assertThat(decoded).hasToString(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"+", "a+", "+a+", "A~", "+0~", "++a", "a~~", "~", "a b~", "+A~"})
  void a_name_we_do_not_give_is_not_ours(String name) {
    assertThat(FolderNames.decode(name)).isEmpty();
  }

  @Test
  void metadata_out_of_its_limits_is_refused() {
    for (Map<String, String> wrong :
        List.of(
            Map.of("", "x"),
            Map.of("Capital", "x"),
            Map.of("with-dash", "x"),
            Map.of("1a", "x"),
            Map.of("n", ""),
            Map.of("n", " x"),
            Map.of("n", "line\nbreak"),
            Map.of("n", "ä"),
            Map.of("n", "v".repeat(PutOptions.MAX_METADATA)))) {
      assertThatIllegalArgumentException().isThrownBy(() -> PutOptions.DEFAULT.withMetadata(wrong));
    }
  }

  @Test
  void a_full_disk_is_recognized_by_what_the_system_says(@TempDir Path dir) {
    for (String text : new String[] {"No space left on device", "x: Disk quota exceeded"}) {
      assertThat(FolderErrors.classify(dir, "put a", new IOException(text)))
          .isInstanceOf(BlobException.Unavailable.class)
          .hasMessageContaining("full");
    }
    assertThat(FolderErrors.classify(dir, "put a", new IOException("Input/output error")))
        .isInstanceOf(BlobException.Unavailable.class)
        .hasMessageContaining("Input/output error");
  }

  @Test
  void a_signed_request_prints_no_signature() {
    URI url = URI.create("https://bucket.example/key?signature=secret");
    SignedRequest request =
        new SignedRequest("GET", url, Map.of("x", "secret"), Instant.parse("2026-01-01T00:00:00Z"));

    assertThat(request.toString()).doesNotContain("secret").contains("bucket.example/key");
  }
}
