package dev.hawser.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.ByteRange;
import dev.hawser.storage.PageRequest;
import dev.hawser.storage.PutCondition;
import dev.hawser.storage.PutOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * What the themes of remote stores share. The limit of time is there to catch a store that never
 * gives up, and is far above what a test needs.
 */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
abstract class RemoteCase extends ContractCase {
  private final RemoteBlobStoreContract contract;

  RemoteCase(RemoteBlobStoreContract contract) {
    super(contract);
    this.contract = contract;
  }

  final URI endpoint() {
    return contract.endpoint();
  }

  /** A client that the test need not close. */
  final BlobStore client(Access access) {
    return closedLater(contract.openStore(access));
  }

  final BlobStore client(URI endpoint) {
    return client(new Access(endpoint, Access.Credentials.VALID, Access.Bucket.EXISTING));
  }

  /** Checks that every method of the store fails so. They run at once: each may retry for long. */
  final void assertEveryCallFails(BlobStore client, Class<? extends BlobException> type)
      throws Exception {
    Map<String, Future<Optional<Throwable>>> running = new LinkedHashMap<>();
    Map<String, Optional<Throwable>> outcomes = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      calls(client)
          .forEach(
              (name, call) ->
                  running.put(
                      name,
                      threads.submit(() -> Optional.ofNullable(Assertions.catchThrowable(call)))));
      for (Map.Entry<String, Future<Optional<Throwable>>> entry : running.entrySet()) {
        outcomes.put(entry.getKey(), entry.getValue().get());
      }
    }
    assertThat(outcomes)
        .allSatisfy((name, outcome) -> assertThat(outcome).get().isInstanceOf(type));
  }

  private Map<String, ThrowingCallable> calls(BlobStore client) {
    BlobKey key = key("called");
    Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
    calls.put("put", () -> client.put(key, source("x"), PutOptions.DEFAULT));
    calls.put("create", () -> client.put(key, source("x"), when(PutCondition.IF_ABSENT)));
    calls.put("get", () -> client.get(key, ByteRange.ALL).close());
    calls.put("head", () -> client.head(key));
    calls.put("list", () -> client.list(prefix(""), PageRequest.first(10)));
    calls.put("delete", () -> client.delete(key));
    calls.put(
        "deleteAll",
        () -> {
          List<BlobException> failures =
              new ArrayList<>(client.deleteAll(List.of(key, key("b"))).failures().values());
          if (!failures.isEmpty()) {
            throw failures.getFirst();
          }
        });
    return calls;
  }
}
