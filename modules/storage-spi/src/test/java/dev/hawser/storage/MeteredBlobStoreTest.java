package dev.hawser.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.storage.BlobMetrics.Operation;
import dev.hawser.storage.BlobMetrics.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MeteredBlobStoreTest {
  private static final BlobKey KEY = new BlobKey("a");
  private final List<String> told = new ArrayList<>();
  private final BlobMetrics metrics = this::tell;
  private final MemoryBlobStore memory = new MemoryBlobStore(InstantSource.system());
  private final BlobStore store = new MeteredBlobStore(memory, metrics);

  private void tell(Operation operation, Outcome outcome, long bytes, Duration duration) {
    assertThat(duration.isNegative()).isFalse();
    told.add(operation + " " + outcome + " " + bytes);
  }

  @Test
  void what_is_done_is_told_with_its_bytes() throws IOException {
    store.put(KEY, BlobSource.of(new byte[10]), PutOptions.DEFAULT);
    Blob blob = store.get(KEY, ByteRange.from(2));
    assertThat(blob.stream().read()).isZero();
    assertThat(blob.stream().readNBytes(4)).hasSize(4);
    blob.close();
    blob.close();
    store.head(new BlobKey("none"));
    store.list(BlobPrefix.ALL, PageRequest.first(1));
    store.delete(KEY);
    store.deleteAll(List.of(KEY));

    assertThat(told)
        .containsExactly(
            "PUT DONE 10",
            "GET DONE 5",
            "HEAD DONE 0",
            "LIST DONE 0",
            "DELETE DONE 0",
            "DELETE_ALL DONE 0");
  }

  @Test
  void what_fails_is_told_by_its_kind_and_passed_on() {
    store.put(KEY, BlobSource.of(new byte[10]), PutOptions.DEFAULT);
    told.clear();

    assertThatThrownBy(() -> store.get(new BlobKey("none"), ByteRange.ALL).close())
        .isInstanceOf(BlobException.NotFound.class);
    assertThatThrownBy(() -> store.get(KEY, ByteRange.from(10)).close())
        .isInstanceOf(BlobException.Rejected.class);
    PutOptions create = PutOptions.DEFAULT.withCondition(PutCondition.IF_ABSENT);
    assertThatThrownBy(() -> store.put(KEY, BlobSource.of(new byte[1]), create))
        .isInstanceOf(BlobException.ConditionFailed.class);
    store.close();
    assertThatThrownBy(() -> store.head(KEY)).isInstanceOf(IllegalStateException.class);

    assertThat(told)
        .containsExactly(
            "GET NOT_FOUND 0", "GET REJECTED 0", "PUT CONDITION_FAILED 0", "HEAD FAILED 0");
  }

  @Test
  void deletes_of_many_are_told_by_one_of_their_failures() {
    BlobStore failing =
        new MeteredBlobStore(
            new Watched(memory) {
              @Override
              public DeleteReport deleteAll(Collection<BlobKey> keys) {
                return new DeleteReport(Map.of(KEY, new BlobException.AccessDenied("no", null)));
              }
            },
            metrics);

    failing.deleteAll(List.of(KEY, new BlobKey("b")));

    assertThat(told).containsExactly("DELETE_ALL ACCESS_DENIED 0");
  }

  @Test
  void a_blob_that_breaks_while_it_is_read_is_told_as_failed() {
    memory.put(KEY, BlobSource.of(new byte[10]), PutOptions.DEFAULT);
    BlobStore breaking =
        new MeteredBlobStore(
            new Watched(memory) {
              @Override
              public Blob get(BlobKey key, ByteRange range) {
                Blob blob = super.get(key, range);
                return new Blob(blob.info(), blob.length(), new BrokenStream());
              }
            },
            metrics);

    try (Blob blob = breaking.get(KEY, ByteRange.ALL)) {
      assertThatThrownBy(() -> blob.stream().read()).isInstanceOf(IOException.class);
    }

    assertThat(told).containsExactly("GET FAILED 0");
  }

  private static final class BrokenStream extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("broken");
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
      throw new IOException("broken");
    }
  }
}
