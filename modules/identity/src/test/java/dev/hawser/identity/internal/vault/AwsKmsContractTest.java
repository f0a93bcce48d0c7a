package dev.hawser.identity.internal.vault;

import dev.hawser.storage.aws.KmsKeyService;
import dev.hawser.storage.aws.KmsSettings;
import dev.hawser.storage.aws.S3Credentials;
import dev.hawser.vault.KeyService;
import java.util.List;
import java.util.Optional;

class AwsKmsContractTest extends FakeCloudContract {
  private final FakeAwsKms server = new FakeAwsKms();

  private KeyService open(String key, String secret) {
    return KmsKeyService.open(
        new KmsSettings(
            key,
            Optional.of(server.uri()),
            new S3Credentials.Keys(FakeAwsKms.ACCESS_KEY, secret, Optional.empty())));
  }

  @Override
  FakeKeyServer server() {
    return server;
  }

  @Override
  KeyService first() {
    return open(FakeAwsKms.KEY, FakeAwsKms.SECRET_KEY);
  }

  @Override
  KeyService second() {
    return open(FakeAwsKms.SECOND_KEY, FakeAwsKms.SECRET_KEY);
  }

  @Override
  KeyService missing() {
    return open(FakeAwsKms.KEY.replace("1234abcd", "00000000"), FakeAwsKms.SECRET_KEY);
  }

  @Override
  KeyService stranger() {
    return open(FakeAwsKms.KEY, "another-secret-key");
  }

  @Override
  List<String> secrets() {
    return List.of(FakeAwsKms.SECRET_KEY, "another-secret-key");
  }
}
