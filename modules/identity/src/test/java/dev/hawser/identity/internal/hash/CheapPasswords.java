package dev.hawser.identity.internal.hash;

import dev.hawser.core.config.SettingValues;
import dev.hawser.identity.SessionSettings;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import jakarta.inject.Singleton;

/**
 * Servers of tests hash passwords at a twentieth of the cost, for nearly every test signs somebody
 * in. Where the share of passwords is limited the cost is what the test is about, and is the usual.
 */
@Factory
final class CheapPasswords {
  /** Above that of random secrets, so that they wait in the line of passwords. */
  private static final Argon2.Cost CHEAP = new Argon2.Cost(1024, 2);

  @Singleton
  @Replaces(Argon2.class)
  Argon2 argon2(SettingValues settings) {
    int share = settings.get(SessionSettings.PASSWORD_SHARE);
    return new Argon2(share, share < 100 ? Argon2.Cost.PASSWORD : CHEAP);
  }
}
