package dev.hawser.storage.azure;

import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.policy.AddDatePolicy;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.StorageSharedKeyCredentialPolicy;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Azure's emulator in a process of its own, over HTTP, with an account and a container that nobody
 * else has. Its process ends when its input ends, so it does not survive this JVM, however that
 * dies.
 */
final class Azurite implements AutoCloseable {
  static final String ACCOUNT = "hawsertest";
  static final String CONTAINER = "blobs";

  private static final Pattern LISTENING = Pattern.compile("listens on (https?)://[^:]+:(\\d+)");

  private final Process process;
  private final URI endpoint;
  private final AzureSecret key;

  private Azurite(Process process, URI endpoint, AzureSecret key) {
    this.process = process;
    this.endpoint = endpoint;
    this.key = key;
  }

  private static final class Shared {
    static final Azurite INSTANCE = start(List.of());
  }

  /** The one that all tests of this JVM use. */
  static Azurite shared() {
    return Shared.INSTANCE;
  }

  /**
   * Starts another one.
   *
   * @param options further ones of azurite
   */
  static Azurite start(List<String> options) {
    try {
      Path installed = AzuriteInstall.installed();
      AzureSecret key =
          new AzureSecret(
              Base64.getEncoder()
                  .encodeToString(UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8)));
      List<String> command = new ArrayList<>();
      command.addAll(List.of("node", "-r", installed.resolve("guard.js").toString()));
      command.add(installed.resolve("node_modules/azurite/dist/src/blob/main.js").toString());
      command.addAll(List.of("--blobHost", "127.0.0.1", "--blobPort", "0"));
      command.addAll(List.of("--inMemoryPersistence", "--disableTelemetry", "--silent"));
      command.addAll(List.of("--skipApiVersionCheck", "--blobKeepAliveTimeout", "60"));
      command.addAll(options);
      ProcessBuilder builder =
          new ProcessBuilder(command).directory(installed.toFile()).redirectErrorStream(true);
      builder.environment().put("AZURITE_ACCOUNTS", ACCOUNT + ":" + key.value());
      Process process = builder.start();
      Azurite azurite = new Azurite(process, endpoint(process), key);
      azurite.create(CONTAINER);
      return azurite;
    } catch (IOException e) {
      throw new IllegalStateException("azurite did not start", e);
    }
  }

  private static URI endpoint(Process process) throws IOException {
    BufferedReader output = process.inputReader();
    StringBuilder seen = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      seen.append(line).append('\n');
      Matcher listening = LISTENING.matcher(line);
      if (listening.find()) {
        Thread.ofVirtual().name("azurite-output").start(() -> drain(output));
        return URI.create(
            listening.group(1) + "://127.0.0.1:" + listening.group(2) + "/" + ACCOUNT);
      }
    }
    throw new IOException("azurite ended: " + seen);
  }

  private static void drain(BufferedReader output) {
    output.lines().forEach(line -> {});
  }

  /** Makes a container. */
  void create(String container) {
    try (Transport transport = new Transport(Limits.STANDARD, HttpClient.newBuilder())) {
      client(container, transport).createIfNotExists();
    }
  }

  /** A token for all that the store does in the container, and for nothing else. */
  AzureSecret sasToken(OffsetDateTime expiry) {
    BlobContainerSasPermission rights = BlobContainerSasPermission.parse("racwdl");
    try (Transport transport = new Transport(Limits.STANDARD, HttpClient.newBuilder())) {
      return new AzureSecret(
          client(CONTAINER, transport)
              .generateSas(new BlobServiceSasSignatureValues(expiry, rights)));
    }
  }

  /** The SDK alone. */
  BlobContainerClient client(String container, Transport transport) {
    return new BlobContainerClientBuilder()
        .endpoint(endpoint.toString())
        .containerName(container)
        .pipeline(
            new HttpPipelineBuilder()
                .policies(
                    new AddDatePolicy(),
                    new StorageSharedKeyCredentialPolicy(
                        new StorageSharedKeyCredential(ACCOUNT, key.value())))
                .httpClient(transport)
                .build())
        .serviceVersion(Container.SERVICE_VERSION)
        .buildClient();
  }

  URI endpoint() {
    return endpoint;
  }

  AzureSecret key() {
    return key;
  }

  AzureSettings settings() {
    return new AzureSettings(CONTAINER, endpoint, new AzureAccess.AccountKey(ACCOUNT, key));
  }

  long pid() {
    return process.pid();
  }

  /** What happens when this JVM dies. */
  void endInput() throws IOException {
    process.getOutputStream().close();
  }

  @Override
  public void close() {
    try {
      endInput();
      if (!process.waitFor(Duration.ofSeconds(10))) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
