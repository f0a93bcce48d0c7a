package dev.hawser.storage.tck;

import dev.hawser.storage.BlobStore;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every store keeps. Extend it, fill the two hooks, done:
 *
 * <pre>{@code
 * final class MemoryBlobStoreContractTest extends BlobStoreContract {
 *   protected BlobStore openStore() { return new MemoryBlobStore(InstantSource.system()); }
 *   protected StoreTraits traits() { return StoreTraits.standard(); }
 * }
 * }</pre>
 *
 * Each test works below a random prefix of its own, so a bucket may be shared and dirty.
 */
@ExtendWith(KnownDefects.class)
public abstract class BlobStoreContract {
  /**
   * Opens a client of the store under test. Called before each test, and again by tests that need a
   * second client: within one test all clients must see the same blobs. The contract closes it.
   */
  protected abstract BlobStore openStore();

  /** What the contract must know about the store: sizes to try, defects to expect. */
  protected abstract StoreTraits traits();

  @Nested
  final class Put extends PutContract {
    Put() {
      super(BlobStoreContract.this);
    }
  }

  @Nested
  final class Conditions extends ConditionContract {
    Conditions() {
      super(BlobStoreContract.this);
    }
  }

  @Nested
  final class Get extends GetContract {
    Get() {
      super(BlobStoreContract.this);
    }
  }

  @Nested
  final class Listing extends ListContract {
    Listing() {
      super(BlobStoreContract.this);
    }
  }

  @Nested
  final class Delete extends DeleteContract {
    Delete() {
      super(BlobStoreContract.this);
    }
  }

  @Nested
  final class Metadata extends MetadataContract {
    Metadata() {
      super(BlobStoreContract.this);
    }
  }

  @Nested
  final class Sizes extends SizeContract {
    Sizes() {
      super(BlobStoreContract.this);
    }
  }

  @Nested
  final class Errors extends ErrorContract {
    Errors() {
      super(BlobStoreContract.this);
    }
  }

  @Nested
  final class Concurrency extends ConcurrencyContract {
    Concurrency() {
      super(BlobStoreContract.this);
    }
  }
}
