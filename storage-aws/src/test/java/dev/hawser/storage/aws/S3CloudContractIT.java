package dev.hawser.storage.aws;

import dev.hawser.storage.BlobStore;
import dev.hawser.storage.tck.Access;
import dev.hawser.storage.tck.RemoteBlobStoreContract;
import dev.hawser.storage.tck.StoreTraits;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The contract against a real service: Amazon's, or a compatible one when there is an endpoint.
 * docs/operations/storage-s3.md says which variables there are.
 */
@EnabledIfEnvironmentVariable(named = "HAWSER_TEST_S3_BUCKET", matches = ".+")
final class S3CloudContractIT extends RemoteBlobStoreContract {
  private static final Map<String, String> ENVIRONMENT = System.getenv();

  @Override
  protected URI endpoint() {
    return variable("ENDPOINT").map(URI::create).orElse(URI.create("https://s3.amazonaws.com"));
  }

  @Override
  protected BlobStore openStore(Access access) {
    boolean exists = access.bucket() == Access.Bucket.EXISTING;
    boolean ours = access.endpoint().equals(endpoint());
    return S3BlobStore.open(
        new S3Settings(
            exists ? variable("BUCKET").orElseThrow() : "no-such-bucket-" + System.nanoTime(),
            variable("REGION"),
            ours ? variable("ENDPOINT").map(URI::create) : Optional.of(access.endpoint()),
            variable("ENDPOINT").isPresent(),
            credentials(access.credentials()),
            new S3Encryption.BucketDefault(),
            variable("CHECKSUMS").map(S3Checksums::valueOf).orElse(S3Checksums.WHEN_SUPPORTED)),
        InstantSource.system());
  }

  private static S3Credentials credentials(Access.Credentials which) {
    if (which == Access.Credentials.WRONG) {
      return new S3Credentials.Keys("AKIAIOSFODNN7EXAMPLE", "wrong", Optional.empty());
    }
    return variable("ACCESS_KEY_ID")
        .<S3Credentials>map(
            id ->
                new S3Credentials.Keys(
                    id, variable("SECRET_ACCESS_KEY").orElseThrow(), variable("SESSION_TOKEN")))
        .orElse(new S3Credentials.FromEnvironment());
  }

  private static Optional<String> variable(String name) {
    return Optional.ofNullable(ENVIRONMENT.get("HAWSER_TEST_S3_" + name))
        .filter(value -> !value.isBlank());
  }

  @Override
  protected StoreTraits traits() {
    return StoreTraits.standard().withDeleteBatch(1_000);
  }
}
