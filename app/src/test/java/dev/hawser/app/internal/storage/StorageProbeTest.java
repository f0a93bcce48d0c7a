package dev.hawser.app.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hawser.app.internal.config.StorageType;
import dev.hawser.app.internal.failure.OperatorError;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobPrefix;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.MemoryBlobStore;
import dev.hawser.storage.PageRequest;
import dev.hawser.storage.PutCondition;
import dev.hawser.storage.PutOptions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class StorageProbeTest {
  private final BlobStore memory = new MemoryBlobStore(InstantSource.system());

  @Test
  void a_good_store_passes_and_nothing_is_left() {
    StorageProbe.prove(open(StorageType.FOLDER, memory));

    assertThat(memory.list(BlobPrefix.ALL, PageRequest.first(10)).blobs()).isEmpty();
  }

  @Test
  void a_missing_right_to_write_is_named() {
    assertThatExceptionOfType(OperatorError.class)
        .isThrownBy(() -> StorageProbe.prove(open(StorageType.S3, denying("put"))))
        .satisfies(
            e -> {
              assertThat(e.message())
                  .isEqualTo("the store cannot be used: to write failed: AccessDenied by the test");
              assertThat(e.remedy()).contains("hawser.storage.s3.access-key-id", "s3:PutObject");
            });
  }

  @Test
  void a_missing_right_to_list_is_named_and_the_probe_is_removed() {
    assertThatExceptionOfType(OperatorError.class)
        .isThrownBy(() -> StorageProbe.prove(open(StorageType.GCS, denying("list"))))
        .satisfies(e -> assertThat(e.remedy()).contains("storage.objects.list"));
    assertThat(memory.list(BlobPrefix.ALL, PageRequest.first(10)).blobs()).isEmpty();
  }

  @Test
  void a_missing_right_to_read_or_delete_is_named() {
    assertThatExceptionOfType(OperatorError.class)
        .isThrownBy(() -> StorageProbe.prove(open(StorageType.AZURE, denying("get"))))
        .satisfies(e -> assertThat(e.remedy()).contains("r (read)"));
    assertThatExceptionOfType(OperatorError.class)
        .isThrownBy(() -> StorageProbe.prove(open(StorageType.S3, denying("delete"))))
        .satisfies(e -> assertThat(e.remedy()).contains("s3:DeleteObject"));
  }

  @Test
  void a_store_that_ignores_conditions_is_refused() {
    assertThatExceptionOfType(OperatorError.class)
        .isThrownBy(() -> StorageProbe.prove(open(StorageType.S3, unconditional())))
        .satisfies(
            e ->
                assertThat(e.message())
                    .isEqualTo(
                        "the store is not fit for Hawser: it ignores the condition of a write"
                            + " (If-None-Match: *)"));
  }

  private static OpenStorage open(StorageType type, BlobStore store) {
    return OpenStorage.of(type, "the store", store, null);
  }

  private BlobStore denying(String method) {
    return changed(
        (name, arguments) -> {
          if (name.equals(method)) {
            throw new BlobException.AccessDenied("AccessDenied by the test", null);
          }
        });
  }

  private BlobStore unconditional() {
    return changed(
        (name, arguments) -> {
          if (name.equals("put") && arguments[2] instanceof PutOptions options) {
            arguments[2] = options.withCondition(PutCondition.ALWAYS);
          }
        });
  }

  private interface Before {
    void call(String method, Object[] arguments);
  }

  private BlobStore changed(Before before) {
    return (BlobStore)
        Proxy.newProxyInstance(
            BlobStore.class.getClassLoader(),
            new Class<?>[] {BlobStore.class},
            (proxy, method, arguments) -> {
              before.call(method.getName(), arguments);
              try {
                return method.invoke(memory, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
