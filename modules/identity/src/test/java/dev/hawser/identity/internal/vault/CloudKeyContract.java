package dev.hawser.identity.internal.vault;

import dev.hawser.core.time.SystemTime;
import dev.hawser.vault.KeyService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The contract for keys of a cloud; its keys come from wherever the subclass says. */
abstract class CloudKeyContract extends KeyEncryptionContract {
  private final List<AutoCloseable> opened = new ArrayList<>();

  abstract KeyService first() throws Exception;

  abstract KeyService second() throws Exception;

  CloudKey key(KeyService service) {
    CloudKey key =
        new CloudKey(
            service, Duration.ofMinutes(10), CloudCalls.Limits.STANDARD, SystemTime.SOURCE);
    opened.add(key);
    return key;
  }

  @Override
  final KeyEncryption keys() throws Exception {
    return new Keyring(null, key(first()), List.of());
  }

  @Override
  final KeyEncryption rotated(KeyEncryption keys) throws Exception {
    return new Keyring(null, key(second()), List.of(key(first())));
  }

  @AfterEach
  final void closeKeys() throws Exception {
    for (AutoCloseable one : opened) {
      one.close();
    }
  }
}
