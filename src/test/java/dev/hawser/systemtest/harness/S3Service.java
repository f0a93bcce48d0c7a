package dev.hawser.systemtest.harness;

import java.util.Map;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.blobstore.BlobStore;

/** A service that speaks the protocol of S3, over real HTTP, with one bucket in memory. */
public final class S3Service implements AutoCloseable {
  public static final String BUCKET = "hawser-system-test";
  private static final String ID = "system-test-id";
  private static final String SECRET = "system-test-secret";

  private final S3Proxy server;

  private S3Service(S3Proxy server) {
    this.server = server;
  }

  public static S3Service start() throws Exception {
    Properties settings = new Properties();
    settings.setProperty("s3proxy.endpoint", "http://127.0.0.1:0");
    settings.setProperty("s3proxy.authorization", "aws-v2-or-v4");
    settings.setProperty("s3proxy.identity", ID);
    settings.setProperty("s3proxy.credential", SECRET);
    BlobStore memory = BlobStores.create("transient-nio2", settings);
    memory.createContainer(BUCKET);
    S3Proxy server = S3Proxy.Builder.fromProperties(settings).blobStore(memory).build();
    server.start();
    return new S3Service(server);
  }

  /** Settings of Hawser, by their keys without {@code hawser.}. */
  public Map<String, String> settings() {
    return Map.of(
        "storage.type",
        "s3",
        "storage.s3.bucket",
        BUCKET,
        "storage.s3.region",
        "us-east-1",
        "storage.s3.endpoint",
        "http://127.0.0.1:" + server.getPort(),
        "storage.s3.path-style",
        "true",
        "storage.s3.access-key-id",
        ID,
        "storage.s3.secret-access-key",
        SECRET);
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
