package dev.hawser.storage.tck;

import dev.hawser.storage.BlobException;
import org.junit.jupiter.api.Test;

/** A service that does not know us, or not the bucket. */
abstract class RefusalContract extends RemoteCase {
  RefusalContract(RemoteBlobStoreContract contract) {
    super(contract);
  }

  @Test
  final void wrong_credentials_are_denied_whether_the_blob_is_there_or_not() throws Exception {
    Access wrong = new Access(endpoint(), Access.Credentials.WRONG, Access.Bucket.EXISTING);

    assertEveryCallFails(client(wrong), BlobException.AccessDenied.class);
    put(key("called"), "x");
    assertEveryCallFails(client(wrong), BlobException.AccessDenied.class);

    assertHolds(key("called"), "x");
  }

  @Test
  final void a_missing_bucket_is_unavailable_and_not_a_store_without_blobs() throws Exception {
    Access missing = new Access(endpoint(), Access.Credentials.VALID, Access.Bucket.MISSING);

    assertEveryCallFails(client(missing), BlobException.Unavailable.class);
  }
}
