package dev.hawser.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.storage.BlobSource;
import dev.hawser.storage.PutOptions;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

abstract class SizeContract extends ContractCase {
  SizeContract(BlobStoreContract contract) {
    super(contract);
  }

  @Test
  final void an_empty_array_is_kept() {
    assertKept(0, BlobSource.of(new byte[0]));
  }

  @Test
  final void an_empty_stream_of_unknown_length_is_kept() {
    assertKept(0, BlobSource.of(InputStream.nullInputStream()));
  }

  @Test
  final void one_byte_is_kept() {
    assertKept(1, BlobSource.of(bytes(1, 1)));
  }

  @Test
  final void one_byte_less_than_a_part_is_kept() {
    assertUnknownLengthKept(traits().partSize() - 1);
  }

  @Test
  final void exactly_a_part_is_kept() {
    assertUnknownLengthKept(traits().partSize());
  }

  @Test
  final void one_byte_more_than_a_part_is_kept() {
    assertUnknownLengthKept(traits().partSize() + 1);
  }

  @Test
  final void several_parts_and_a_rest_are_kept() {
    assertUnknownLengthKept(3 * traits().partSize() + 12_345);
  }

  @Test
  final void several_parts_of_known_length_are_kept() {
    int size = 2 * traits().partSize() + 1;
    assertKept(size, BlobSource.of(new ByteArrayInputStream(bytes(size, size)), size));
  }

  @Test
  final void an_array_of_several_parts_is_kept() {
    int size = 2 * traits().partSize();
    assertKept(size, BlobSource.of(bytes(size, size)));
  }

  private void assertUnknownLengthKept(int size) {
    assertKept(size, BlobSource.of(new DribblingStream(bytes(size, size))));
  }

  private void assertKept(int size, BlobSource source) {
    assertThat(store.put(key("a"), source, PutOptions.DEFAULT).size()).isEqualTo(size);
    assertHolds(key("a"), bytes(size, size));
  }

  /** Gives fewer bytes than it is asked for, as sockets do. */
  private static final class DribblingStream extends ByteArrayInputStream {
    DribblingStream(byte[] bytes) {
      super(bytes);
    }

    @Override
    public synchronized int read(byte[] buffer, int offset, int count) {
      return super.read(buffer, offset, Math.min(count, 50_001));
    }
  }
}
