package dev.hawser.storage.aws;

import dev.hawser.vault.KeyService;
import dev.hawser.vault.KeyServiceException;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.KmsClientBuilder;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * A key of AWS KMS. The context goes along as an encryption context, in Base64 under one name, so
 * CloudTrail shows what was unwrapped.
 */
public final class KmsKeyService implements KeyService {
  private static final String KIND = "aws-kms:";
  private static final String CONTEXT = "hawser";
  private static final Duration ATTEMPT = Duration.ofSeconds(3);
  private static final Duration CALL = Duration.ofSeconds(5);

  /** What KMS takes at most. */
  private static final int MAX_CIPHERTEXT = 6_144;

  private static final Set<String> DAMAGED =
      Set.of("InvalidCiphertextException", "IncorrectKeyException");
  private static final Set<String> PASSING =
      Set.of("KMSInternalException", "KeyUnavailableException", "DependencyTimeoutException");

  private final String key;
  private final S3Http http;
  private final ScheduledExecutorService timer;
  private final AwsCredentialsProvider source;
  private final KmsClient client;
  private final AtomicBoolean closed = new AtomicBoolean();

  private KmsKeyService(KmsSettings settings, AwsCredentialsProvider source) {
    this.key = settings.key();
    this.source = source;
    http = new S3Http();
    timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("kms-timeouts").factory());
    KmsClientBuilder builder =
        KmsClient.builder()
            .httpClient(http)
            .credentialsProvider(NoCredentials.marking(source))
            .region(Region.of(settings.region()))
            .overrideConfiguration(
                more ->
                    more.retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallAttemptTimeout(ATTEMPT)
                        .apiCallTimeout(CALL)
                        .scheduledExecutorService(timer));
    settings.endpoint().ifPresent(builder::endpointOverride);
    client = builder.build();
  }

  /** Opens the key. Nothing is sent: whether it exists and may be used, the first call tells. */
  public static KmsKeyService open(KmsSettings settings) {
    return new KmsKeyService(settings, S3Connection.source(settings.credentials()));
  }

  @Override
  public String id() {
    return KIND + key;
  }

  @Override
  public boolean bindsContext() {
    return true;
  }

  @Override
  public byte[] wrap(byte[] dataKey, byte[] context) {
    return ask(
        "kms:Encrypt",
        () ->
            client
                .encrypt(
                    request ->
                        request
                            .keyId(key)
                            .plaintext(SdkBytes.fromByteArray(dataKey))
                            .encryptionContext(shown(context)))
                .ciphertextBlob());
  }

  @Override
  public byte[] unwrap(byte[] wrapped, byte[] context) {
    if (wrapped.length == 0 || wrapped.length > MAX_CIPHERTEXT) {
      throw new KeyServiceException.Damaged("it cannot be from AWS KMS, by its length", null);
    }
    return ask(
        "kms:Decrypt",
        () ->
            client
                .decrypt(
                    request ->
                        request
                            .keyId(key)
                            .ciphertextBlob(SdkBytes.fromByteArray(wrapped))
                            .encryptionContext(shown(context)))
                .plaintext());
  }

  private static Map<String, String> shown(byte[] context) {
    return Map.of(CONTEXT, Base64.getEncoder().encodeToString(context));
  }

  private byte[] ask(String right, Supplier<SdkBytes> request) {
    try {
      return request.get().asByteArray();
    } catch (SdkException e) {
      throw classify(right, e);
    }
  }

  private KeyServiceException classify(String right, SdkException failure) {
    if (failure instanceof AwsServiceException answer) {
      String said = "AWS KMS answered " + S3Errors.describe(answer);
      String code = S3Errors.code(answer);
      if (DAMAGED.contains(code)) {
        return new KeyServiceException.Damaged(said, answer);
      }
      return PASSING.contains(code) || S3Errors.isPassing(answer)
          ? new KeyServiceException.Unavailable(said, answer)
          : new KeyServiceException.Refused(
              said + "; it takes an enabled key and the right " + right + " for it", answer);
    }
    boolean credentials = S3Errors.cause(failure, NoCredentials.class).isPresent();
    boolean passing =
        S3Errors.cause(failure, IOException.class).isPresent()
            || S3Errors.cause(failure, AwsServiceException.class)
                .map(S3Errors::isPassing)
                .orElse(!credentials);
    String said =
        (credentials ? "no credentials for AWS KMS: " : "no answer from AWS KMS: ")
            + failure.getMessage();
    return passing
        ? new KeyServiceException.Unavailable(said, failure)
        : new KeyServiceException.Refused(said, failure);
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    client.close();
    http.close();
    timer.shutdownNow();
    if (source instanceof SdkAutoCloseable closeable) {
      closeable.close();
    }
  }

  @Override
  public String toString() {
    return id();
  }
}
