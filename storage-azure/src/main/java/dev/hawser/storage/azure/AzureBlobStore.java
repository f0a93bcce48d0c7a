package dev.hawser.storage.azure;

import com.azure.core.credential.AzureSasCredential;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.policy.AddDatePolicy;
import com.azure.core.http.policy.AzureSasCredentialPolicy;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.StorageSharedKeyCredentialPolicy;
import dev.hawser.storage.Blob;
import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobPage;
import dev.hawser.storage.BlobPrefix;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.BlobUrlSigner;
import dev.hawser.storage.ByteRange;
import dev.hawser.storage.DeleteReport;
import dev.hawser.storage.DownloadGrant;
import dev.hawser.storage.PageRequest;
import dev.hawser.storage.PutOptions;
import dev.hawser.storage.SignedRequest;
import dev.hawser.storage.UploadGrant;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Blobs in a container of Azure Blob Storage.
 *
 * <p>What is particular to Azure:
 *
 * <ul>
 *   <li>Two puts of one key that are larger than a part and overlap: the first to finish drops the
 *       parts of the other. That one is then staged again when its source can be replayed, and
 *       otherwise fails with {@link dev.hawser.storage.BlobException.Unavailable}, nothing stored.
 *   <li>A signed upload is not bound to the granted length and content type, since Azure cannot
 *       check either: look at the blob after the upload. Signing with an identity asks the store
 *       for a key now and then, so it may fail with {@code Unavailable}.
 *   <li>Accounts with a hierarchical namespace are not supported: there, {@code a} and {@code a/b}
 *       exclude each other.
 * </ul>
 */
public final class AzureBlobStore implements BlobStore, BlobUrlSigner {
  private final Transport transport;
  private final Attempts attempts;
  private final BlobReader reader;
  private final BlobWriter writer;
  private final BlobLister lister;
  private final BlobRemover remover;
  private final BlobSigner signer;

  private AzureBlobStore(
      AzureSettings settings,
      InstantSource clock,
      Transport transport,
      Attempts attempts,
      Map<String, String> environment) {
    this.transport = transport;
    this.attempts = attempts;
    AzureAccess access = settings.access();
    HttpPipeline pipeline =
        new HttpPipelineBuilder()
            .policies(
                new AddDatePolicy(),
                credentials(access, new IdentityTokens(transport, environment, clock), clock))
            .httpClient(transport)
            .build();
    String endpoint = settings.endpoint().toString();
    Container container =
        new Container(
            new BlobContainerClientBuilder()
                .endpoint(endpoint)
                .containerName(settings.container())
                .pipeline(pipeline)
                .serviceVersion(Container.SERVICE_VERSION)
                .buildClient(),
            attempts,
            access.account());
    this.reader = new BlobReader(container, pipeline);
    this.writer = new BlobWriter(container);
    this.lister = new BlobLister(container);
    this.remover = new BlobRemover(container);
    BlobSigner.Signature signature =
        switch (access) {
          case AzureAccess.AccountKey key -> BlobSigner::byAccountKey;
          case AzureAccess.SasToken token -> new BlobSigner.Refusing();
          case AzureAccess.ManagedIdentity _, AzureAccess.WorkloadIdentity _ -> {
            BlobServiceClient service =
                new BlobServiceClientBuilder()
                    .endpoint(endpoint)
                    .pipeline(pipeline)
                    .serviceVersion(Container.SERVICE_VERSION)
                    .buildClient();
            yield new DelegationKeys(service, container, access.account(), clock);
          }
        };
    boolean tls = "https".equals(settings.endpoint().getScheme());
    this.signer = new BlobSigner(container, signature, clock, tls);
  }

  /**
   * Opens the store of a container. Nothing is sent: whether the container exists and the rights
   * suffice, the first call tells.
   *
   * @throws IllegalArgumentException when the settings lack something that was to come from the
   *     environment
   */
  public static AzureBlobStore open(AzureSettings settings, InstantSource clock) {
    return open(settings, clock, Limits.STANDARD, HttpClient.newBuilder(), System.getenv());
  }

  static AzureBlobStore open(
      AzureSettings settings,
      InstantSource clock,
      Limits limits,
      HttpClient.Builder http,
      Map<String, String> environment) {
    Transport transport = new Transport(limits, http);
    try {
      return new AzureBlobStore(settings, clock, transport, new Attempts(limits), environment);
    } catch (RuntimeException e) {
      transport.close();
      throw e;
    }
  }

  private static HttpPipelinePolicy credentials(
      AzureAccess access, IdentityTokens identities, InstantSource clock) {
    return switch (access) {
      case AzureAccess.AccountKey(String account, AzureSecret key) ->
          new StorageSharedKeyCredentialPolicy(
              new StorageSharedKeyCredential(account, key.value()));
      case AzureAccess.SasToken(String account, AzureSecret token) ->
          // Without TLS the settings allow it on this machine only.
          new AzureSasCredentialPolicy(new AzureSasCredential(token.value()), false);
      case AzureAccess.ManagedIdentity identity ->
          new BearerPolicy(new Tokens(identities.of(identity), clock));
      case AzureAccess.WorkloadIdentity identity ->
          new BearerPolicy(new Tokens(identities.of(identity), clock));
    };
  }

  @Override
  public BlobInfo put(BlobKey key, BlobSource source, PutOptions options) {
    checkOpen();
    return writer.put(key, source, options);
  }

  @Override
  public Blob get(BlobKey key, ByteRange range) {
    checkOpen();
    return reader.get(key, range);
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) {
    checkOpen();
    return reader.head(key);
  }

  @Override
  public BlobPage list(BlobPrefix prefix, PageRequest page) {
    checkOpen();
    return lister.list(prefix, page);
  }

  @Override
  public void delete(BlobKey key) {
    checkOpen();
    remover.delete(key);
  }

  @Override
  public DeleteReport deleteAll(Collection<BlobKey> keys) {
    checkOpen();
    return remover.deleteAll(keys);
  }

  @Override
  public SignedRequest signGet(BlobKey key, DownloadGrant grant) {
    checkOpen();
    return signer.signGet(key, grant);
  }

  @Override
  public SignedRequest signPut(BlobKey key, UploadGrant grant) {
    checkOpen();
    return signer.signPut(key, grant);
  }

  @Override
  public void close() {
    attempts.close();
    transport.close();
  }

  private void checkOpen() {
    if (attempts.isClosed()) {
      throw new IllegalStateException("the blob store is closed");
    }
  }
}
