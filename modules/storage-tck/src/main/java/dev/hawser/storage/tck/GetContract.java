package dev.hawser.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.storage.Blob;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.ByteRange;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

abstract class GetContract extends ContractCase {
  GetContract(BlobStoreContract contract) {
    super(contract);
  }

  @Test
  final void a_range_gives_its_bytes_and_the_whole_blobs_description() {
    BlobInfo info = put(key("a"), "0123456789");

    try (Blob blob = store.get(key("a"), ByteRange.of(3, 4))) {
      assertThat(blob.length()).isEqualTo(4);
      assertSame(blob.info(), info);
      assertThat(blob.stream()).hasBinaryContent("3456".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  final void a_range_without_length_goes_to_the_end() {
    assertRange(ByteRange.from(7), "789");
  }

  @Test
  final void a_range_is_cut_at_the_end() {
    assertRange(ByteRange.of(8, 100), "89");
  }

  @Test
  final void a_range_of_any_length_is_cut_at_the_end() {
    assertRange(ByteRange.of(1, Long.MAX_VALUE), "123456789");
  }

  @Test
  final void a_range_can_be_the_first_byte() {
    assertRange(ByteRange.of(0, 1), "0");
  }

  @Test
  final void a_range_can_be_the_last_byte() {
    assertRange(ByteRange.of(9, 1), "9");
  }

  @Test
  final void a_range_that_starts_at_the_end_is_rejected() {
    put(key("a"), "0123456789");

    assertThatThrownBy(() -> store.get(key("a"), ByteRange.from(10)).close())
        .isInstanceOf(BlobException.Rejected.class);
  }

  @Test
  final void a_range_that_starts_behind_the_end_is_rejected() {
    put(key("a"), "0123456789");

    assertThatThrownBy(() -> store.get(key("a"), ByteRange.of(11, 5)).close())
        .isInstanceOf(BlobException.Rejected.class);
  }

  @Test
  final void a_range_from_the_start_of_an_empty_blob_is_empty() {
    put(key("a"), "");

    try (Blob blob = store.get(key("a"), ByteRange.of(0, 10))) {
      assertThat(blob.length()).isZero();
      assertThat(blob.stream()).isEmpty();
    }
  }

  @Test
  final void a_blob_can_be_closed_twice_and_half_read() throws Exception {
    put(key("a"), "0123456789");
    Blob blob = store.get(key("a"), ByteRange.ALL);

    assertThat(blob.stream().read()).isEqualTo('0');
    blob.close();
    blob.close();

    assertHolds(key("a"), "0123456789");
  }

  @Test
  final void head_of_a_missing_blob_is_empty() {
    put(key("a/b"), "below");

    assertThat(store.head(key("a"))).isEmpty();
    assertThat(store.head(key("a/b/c"))).isEmpty();
  }

  private void assertRange(ByteRange range, String expected) {
    put(key("a"), "0123456789");
    try (Blob blob = store.get(key("a"), range)) {
      assertThat(blob.length()).isEqualTo(expected.length());
      assertThat(blob.stream()).hasBinaryContent(expected.getBytes(StandardCharsets.UTF_8));
    }
  }
}
