package dev.hawser.identity.internal.sso;

import dev.hawser.core.config.Secret;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.internal.hash.RandomSecret;
import dev.hawser.identity.internal.hash.Sha256;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Sign-ins that have begun, in Postgres: any replica ends them, once, and nothing of Redis is
 * needed. Each is bound to the browser by a cookie, of which nonce and verifier are derived; so
 * neither the table nor the address that the provider sees is of use to anybody else.
 */
@Singleton
final class SignOnAttempts {
  static final Duration LIFETIME = Duration.ofMinutes(10);

  /**
   * A sign-in on its way.
   *
   * @param state comes back from the provider
   * @param browser what the cookie holds
   */
  record Begun(String state, Secret browser) {
    /** Comes back in the ID token. */
    String nonce() {
      return Digest.derived(browser.reveal(), "nonce " + state);
    }

    /** Shows the provider that whoever asks for the tokens has begun the sign-in. */
    Secret verifier() {
      return new Secret(Digest.derived(browser.reveal(), "verifier " + state));
    }

    /** What the provider sees of the verifier. */
    String challenge() {
      return Digest.base64(Sha256.of(verifier().reveal()));
    }
  }

  /** What a sign-in is for. */
  record Target(OrganizationId organization, UUID revision, String returnTo) {}

  private final AttemptRepository rows;
  private final InstantSource clock;

  SignOnAttempts(AttemptRepository rows, InstantSource clock) {
    this.rows = rows;
    this.clock = clock;
  }

  /** A secret for the cookie: the browser's own if it has one already, from another tab. */
  static Secret browser(String cookie) {
    return new Secret(RandomSecret.isOne(cookie) ? cookie : RandomSecret.next());
  }

  Begun begin(Secret browser, Target target) {
    Begun begun = new Begun(RandomSecret.next(), browser);
    rows.insert(
        new AttemptRow(
            Sha256.hex(begun.state()),
            Sha256.hex(browser.reveal()),
            target.organization().value(),
            target.revision(),
            target.returnTo(),
            clock.instant().plus(LIFETIME)));
    return begun;
  }

  /**
   * Ends a sign-in, once.
   *
   * @throws HawserException.Unauthenticated when it was not begun in this browser, ended already or
   *     took too long
   */
  Target end(Begun presented) {
    if (!RandomSecret.isOne(presented.state())
        || !RandomSecret.isOne(presented.browser().reveal())) {
      throw SignOnErrors.state();
    }
    AttemptRow row =
        rows.find(
                Sha256.hex(presented.state()),
                Sha256.hex(presented.browser().reveal()),
                clock.instant())
            .orElseThrow(SignOnErrors::state);
    if (rows.use(row.stateHash()) == 0) {
      throw SignOnErrors.state();
    }
    return new Target(row.organization(), row.revision(), row.returnTo());
  }
}
