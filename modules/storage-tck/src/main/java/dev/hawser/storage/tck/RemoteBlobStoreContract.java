package dev.hawser.storage.tck;

import dev.hawser.storage.BlobStore;
import java.net.URI;
import org.junit.jupiter.api.Nested;

/**
 * What every store keeps whose blobs are behind a network: the {@link BlobStoreContract}, and what
 * it does when answers get lost, connections break, or the service refuses. Faults are made by a
 * proxy that the contract puts between the store and the service, so the store must send all its
 * requests to {@link Access#endpoint()}, in HTTP/1.1. The signature of the {@code Host} header is
 * that of the proxy, which the service must accept.
 *
 * <p>The store also implements {@link dev.hawser.storage.BlobUrlSigner}. It survives three refusals
 * (503) of a request in a row and gives up a call within two minutes.
 */
public abstract class RemoteBlobStoreContract extends BlobStoreContract {
  /** Where the service listens. Faults need plain HTTP and are skipped with {@code https}. */
  protected abstract URI endpoint();

  /**
   * Opens a client with this access. It is asked for often; one that cannot work is opened too, and
   * its calls fail. The contract closes it.
   */
  protected abstract BlobStore openStore(Access access);

  @Override
  protected final BlobStore openStore() {
    return openStore(new Access(endpoint(), Access.Credentials.VALID, Access.Bucket.EXISTING));
  }

  @Nested
  final class LostAnswers extends LostAnswerContract {
    LostAnswers() {
      super(RemoteBlobStoreContract.this);
    }
  }

  @Nested
  final class Faults extends FaultContract {
    Faults() {
      super(RemoteBlobStoreContract.this);
    }
  }

  @Nested
  final class Refusals extends RefusalContract {
    Refusals() {
      super(RemoteBlobStoreContract.this);
    }
  }

  @Nested
  final class Signing extends SigningContract {
    Signing() {
      super(RemoteBlobStoreContract.this);
    }
  }
}
