package dev.hawser.identity.internal.account;

import dev.hawser.core.config.Secret;
import dev.hawser.core.config.SettingValues;
import dev.hawser.identity.PublicUrl;
import jakarta.inject.Singleton;
import java.net.URI;

/**
 * Addresses of pages that take a token. The token is in the fragment, which browsers do not send,
 * so that it is in no access log.
 */
@Singleton
final class Links {
  private final String base;

  Links(SettingValues settings) {
    this.base = settings.find(PublicUrl.SETTING).map(URI::toString).orElse("");
  }

  /** For a mail: only the settings say where we are, never a header of whoever causes the mail. */
  String full(String path) {
    if (base.isEmpty()) {
      throw new IllegalStateException("A start with a mail server demands a public URL");
    }
    return base + path;
  }

  /** The whole address if the settings tell our own, else its path. */
  String known(String path) {
    return base + path;
  }

  static String invitation(Secret token) {
    return "/invitation#" + token.reveal();
  }

  static String reset(Secret token) {
    return "/reset-password#" + token.reveal();
  }

  static String email(Secret token) {
    return "/confirm-email#" + token.reveal();
  }
}
