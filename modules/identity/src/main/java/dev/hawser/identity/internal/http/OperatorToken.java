package dev.hawser.identity.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.config.Secret;
import dev.hawser.identity.Operator;
import dev.hawser.identity.internal.hash.RandomSecret;
import jakarta.inject.Singleton;
import java.security.MessageDigest;

/** The operator's token, which lives as long as the process. */
@Singleton
final class OperatorToken implements Operator {
  static final String PREFIX = "hwo_";
  private final Secret token = new Secret(PREFIX + RandomSecret.next());

  @Override
  public Secret token() {
    return token;
  }

  boolean is(String presented) {
    return MessageDigest.isEqual(token.reveal().getBytes(UTF_8), presented.getBytes(UTF_8));
  }
}
