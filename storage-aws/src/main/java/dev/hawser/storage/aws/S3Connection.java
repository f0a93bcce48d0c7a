package dev.hawser.storage.aws;

import dev.hawser.storage.BlobException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** What of the SDK is open, made from settings. */
final class S3Connection implements AutoCloseable {
  /** From the request to the start of its answer; a part of 8 MiB must go through in that time. */
  private static final Duration ATTEMPT = Duration.ofMinutes(2);

  private final S3Http http;
  private final ScheduledExecutorService timer;
  private final AwsCredentialsProvider source;
  private final AwsCredentialsProvider credentials;
  private final Region region;
  private final S3Client client;
  private final S3Presigner presigner;
  private final AtomicBoolean closed = new AtomicBoolean();

  private S3Connection(S3Settings settings, AwsCredentialsProvider source, Region region) {
    this.source = source;
    this.region = region;
    credentials = NoCredentials.marking(source);
    http = new S3Http();
    timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("s3-timeouts").factory());
    S3Configuration protocol =
        S3Configuration.builder()
            .chunkedEncodingEnabled(settings.checksums() == S3Checksums.WHEN_SUPPORTED)
            .pathStyleAccessEnabled(settings.pathStyle())
            .build();
    client = client(settings, protocol);
    S3Presigner.Builder signing =
        S3Presigner.builder()
            .credentialsProvider(credentials)
            .region(region)
            .serviceConfiguration(protocol);
    settings.endpoint().ifPresent(signing::endpointOverride);
    presigner = signing.build();
  }

  /**
   * @throws BlobException.Rejected when no region is given and none can be found
   */
  static S3Connection open(S3Settings settings) {
    Region region = region(settings);
    return new S3Connection(settings, source(settings.credentials()), region);
  }

  private S3Client client(S3Settings settings, S3Configuration protocol) {
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClient(http)
            .credentialsProvider(credentials)
            .region(region)
            .serviceConfiguration(protocol)
            .overrideConfiguration(
                more ->
                    more.retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallAttemptTimeout(ATTEMPT)
                        .scheduledExecutorService(timer));
    settings.endpoint().ifPresent(builder::endpointOverride);
    switch (settings.checksums()) {
      case WHEN_SUPPORTED ->
          builder
              .requestChecksumCalculation(RequestChecksumCalculation.WHEN_SUPPORTED)
              .responseChecksumValidation(ResponseChecksumValidation.WHEN_SUPPORTED);
      case WHEN_REQUIRED ->
          builder
              .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
              .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
              .addPlugin(LegacyMd5Plugin.create());
    }
    return builder.build();
  }

  static AwsCredentialsProvider source(S3Credentials credentials) {
    return switch (credentials) {
      case S3Credentials.FromEnvironment() -> DefaultCredentialsProvider.builder().build();
      case S3Credentials.Profile(String name) -> ProfileCredentialsProvider.create(name);
      case S3Credentials.Keys keys ->
          StaticCredentialsProvider.create(
              keys.sessionToken().isPresent()
                  ? AwsSessionCredentials.create(
                      keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken().get())
                  : AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey()));
    };
  }

  private static Region region(S3Settings settings) {
    if (settings.region().isPresent()) {
      return Region.of(settings.region().get());
    }
    if (settings.endpoint().isPresent()) {
      return Region.US_EAST_1; // what services that have no regions expect in signatures
    }
    DefaultAwsRegionProviderChain.Builder chain = DefaultAwsRegionProviderChain.builder();
    if (settings.credentials() instanceof S3Credentials.Profile(String name)) {
      chain.profileName(name);
    }
    try {
      return chain.build().getRegion();
    } catch (SdkClientException e) {
      throw new BlobException.Rejected(
          "no region for the bucket "
              + settings.bucket()
              + ": set hawser.storage.s3.region to the one it is in",
          e);
    }
  }

  Region region() {
    return region;
  }

  S3Client client() {
    return client;
  }

  S3Presigner presigner() {
    return presigner;
  }

  AwsCredentialsProvider credentials() {
    return credentials;
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    presigner.close();
    client.close();
    http.close();
    timer.shutdownNow();
    if (source instanceof SdkAutoCloseable closeable) {
      closeable.close();
    }
  }
}
