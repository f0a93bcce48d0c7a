package dev.hawser.identity.internal.http;

import dev.hawser.core.config.Secret;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.net.URI;

/** Where single sign-on goes through the browser. */
@Singleton
final class SignOnPaths {
  static final String START = "/api/v1/session/single-sign-on";
  static final String CALLBACK = START + "/callback";

  private final SessionCookies cookies;

  SignOnPaths(SessionCookies cookies) {
    this.cookies = cookies;
  }

  /**
   * Where a provider sends browsers back to. Without {@code hawser.public-url} it is made of the
   * request; the provider knows which ones it may use.
   */
  String callback(HttpRequest<?> request) {
    return cookies
        .publicUrl()
        .map(url -> url + CALLBACK)
        .orElseGet(() -> OwnAddress.complete(request, new Secret(CALLBACK)));
  }

  /** A path of ours as the browser sees it. */
  URI own(String path) {
    return URI.create(cookies.publicUrl().map(URI::getRawPath).orElse("") + path);
  }
}
