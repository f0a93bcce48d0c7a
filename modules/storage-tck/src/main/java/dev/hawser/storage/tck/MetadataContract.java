package dev.hawser.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.storage.Blob;
import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.ByteRange;
import dev.hawser.storage.PutOptions;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

abstract class MetadataContract extends ContractCase {
  MetadataContract(BlobStoreContract contract) {
    super(contract);
  }

  @Test
  final void type_and_metadata_are_told_by_put_head_and_get() {
    Map<String, String> metadata = Map.of("filename", "Q3 report (final).pdf", "n1", "42");
    PutOptions options =
        PutOptions.DEFAULT
            .withContentType("application/pdf; version=\"1.7\"")
            .withMetadata(metadata);

    BlobInfo info = store.put(key("a"), source("x"), options);

    assertThat(info.metadata()).isEqualTo(metadata);
    assertThat(info.contentType()).isEqualTo("application/pdf; version=\"1.7\"");
    assertStored(info);
    try (Blob blob = store.get(key("a"), ByteRange.ALL)) {
      assertSame(blob.info(), info);
    }
  }

  @Test
  final void without_options_there_is_a_general_type_and_no_metadata() {
    put(key("a"), "x");

    BlobInfo info = store.head(key("a")).orElseThrow();

    assertThat(info.contentType()).isEqualTo("application/octet-stream");
    assertThat(info.metadata()).isEmpty();
  }

  @Test
  final void one_value_may_fill_the_limit() {
    assertKept(Map.of("n", "v".repeat(PutOptions.MAX_METADATA - 1)));
  }

  @Test
  final void many_values_may_fill_the_limit() {
    assertKept(
        IntStream.range(0, 95)
            .boxed()
            .collect(Collectors.toMap("name%06d"::formatted, "value%05d"::formatted)));
  }

  @Test
  final void all_printable_ascii_is_kept_in_values() {
    String all =
        IntStream.rangeClosed(0x21, 0x7E)
            .mapToObj(Character::toString)
            .collect(Collectors.joining(" "));

    assertKept(Map.of("all", all, "z", "\"quoted\", a=b; c"));
  }

  private void assertKept(Map<String, String> metadata) {
    store.put(key("a"), source("x"), PutOptions.DEFAULT.withMetadata(metadata));

    assertThat(store.head(key("a")).orElseThrow().metadata()).isEqualTo(metadata);
  }
}
