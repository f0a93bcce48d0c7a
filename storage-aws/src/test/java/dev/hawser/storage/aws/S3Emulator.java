package dev.hawser.storage.aws;

import dev.hawser.storage.tck.Access;
import java.net.URI;
import java.util.Optional;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.blobstore.BlobStore;

/** An S3 service in this process that keeps everything in memory, with one bucket. */
final class S3Emulator {
  static final String BUCKET = "hawser-blobs";
  private static final String ID = "emulator-id";
  private static final String SECRET = "emulator-secret";
  private final S3Proxy server;
  private final BlobStore memory;

  private S3Emulator(S3Proxy server, BlobStore memory) {
    this.server = server;
    this.memory = memory;
  }

  static S3Emulator start() throws Exception {
    Properties settings = new Properties();
    settings.setProperty("s3proxy.endpoint", "http://127.0.0.1:0");
    settings.setProperty("s3proxy.authorization", "aws-v2-or-v4");
    settings.setProperty("s3proxy.identity", ID);
    settings.setProperty("s3proxy.credential", SECRET);
    BlobStore memory = new MendedFiles(BlobStores.create("transient-nio2", settings));
    memory.createContainer(BUCKET);
    S3Proxy server = S3Proxy.Builder.fromProperties(settings).blobStore(memory).build();
    server.start();
    return new S3Emulator(server, memory);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  /** How many uploads in parts are neither complete nor aborted. */
  int openUploads() {
    return memory.listMultipartUploads(BUCKET).size();
  }

  static S3Settings settings(URI endpoint) {
    return settings(
        new Access(endpoint, Access.Credentials.VALID, Access.Bucket.EXISTING),
        S3Checksums.WHEN_SUPPORTED);
  }

  static S3Settings settings(Access access, S3Checksums checksums) {
    boolean valid = access.credentials() == Access.Credentials.VALID;
    return new S3Settings(
        access.bucket() == Access.Bucket.EXISTING ? BUCKET : "no-such-bucket",
        Optional.empty(),
        Optional.of(access.endpoint()),
        true,
        new S3Credentials.Keys(ID, valid ? SECRET : "wrong", Optional.empty()),
        new S3Encryption.BucketDefault(),
        checksums);
  }

  void stop() throws Exception {
    server.stop();
  }
}
