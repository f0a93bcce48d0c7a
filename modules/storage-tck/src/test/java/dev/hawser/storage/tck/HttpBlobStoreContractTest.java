package dev.hawser.storage.tck;

import java.io.IOException;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Checks the contract of remote stores, and its proxy, against a store that keeps it. */
@SuppressWarnings("NullAway.Init") // started before all tests
final class HttpBlobStoreContractTest extends RemoteBlobStoreContract {
  private static HttpBlobService service;

  @BeforeAll
  static void start() throws IOException {
    service = new HttpBlobService();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Override
  protected URI endpoint() {
    return service.uri();
  }

  @Override
  protected HttpBlobStore openStore(Access access) {
    return open(access, Set.of());
  }

  static HttpBlobStore open(Access access, Set<Flaw> flaws) {
    return new HttpBlobStore(
        access.endpoint(),
        access.bucket() == Access.Bucket.EXISTING ? HttpBlobService.BUCKET : "elsewhere",
        access.credentials() == Access.Credentials.VALID ? HttpBlobService.TOKEN : "wrong",
        flaws);
  }

  @Override
  protected StoreTraits traits() {
    return StoreTraits.standard();
  }
}
