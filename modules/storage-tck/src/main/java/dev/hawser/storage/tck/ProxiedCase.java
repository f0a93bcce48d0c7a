package dev.hawser.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.hawser.storage.Blob;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.ByteRange;
import dev.hawser.storage.PutOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A client that talks to the service through a proxy, next to the one that talks to it directly and
 * tells the truth. A service behind TLS (a real cloud) cannot be put behind the proxy: there these
 * tests are skipped.
 */
abstract class ProxiedCase extends RemoteCase {
  FaultProxy proxy;
  BlobStore shaky;

  @SuppressWarnings("NullAway.Init") // started before each test
  ProxiedCase(RemoteBlobStoreContract contract) {
    super(contract);
  }

  @BeforeEach
  final void startProxy() throws IOException {
    assumeThat(endpoint().getScheme()).as("only plain HTTP can be spoilt").isEqualTo("http");
    proxy = FaultProxy.start(endpoint());
    shaky = client(proxy.uri());
  }

  @AfterEach
  @SuppressWarnings("NullAway") // null when it was not started
  final void stopProxy() throws IOException {
    if (proxy != null) {
      proxy.close();
    }
  }

  /** More than one part, of a length that is not known before. */
  final BlobSource large() {
    return BlobSource.of(new ByteArrayInputStream(largeBytes()));
  }

  final byte[] largeBytes() {
    return bytes(traits().partSize() + 77, 7);
  }

  /** How many requests with effects a put of {@link #large()} makes when nothing happens. */
  final int writesOfLargePut(PutOptions options) {
    int before = proxy.writes();
    shaky.put(key("undisturbed"), large(), options);
    return proxy.writes() - before;
  }

  static void assertStruck(Trouble trouble) {
    assertThat(trouble.struck()).as("the fault has happened").isPositive();
  }

  /** Checks that reading gives these bytes or a failure, and says whether it gave the bytes. */
  final boolean readsWholeOrFails(BlobKey key, ByteRange range, byte[] expected) {
    Optional<byte[]> read;
    try (Blob blob = shaky.get(key, range)) {
      read = Optional.of(blob.stream().readAllBytes());
    } catch (IOException | BlobException.Unavailable e) {
      read = Optional.empty(); // the contract allows it
    }
    read.ifPresent(bytes -> assertThat(bytes).isEqualTo(expected));
    return read.isPresent();
  }
}
