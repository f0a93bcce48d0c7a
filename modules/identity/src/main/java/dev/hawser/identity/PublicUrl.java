package dev.hawser.identity;

import dev.hawser.core.config.Setting;
import java.net.URI;
import java.util.List;

/** Where people reach this installation; links in mails begin with it. */
public final class PublicUrl {
  public static final Setting<URI> SETTING =
      new Setting<>(
          "hawser.public-url",
          "a URL such as https://hawser.example.com",
          null,
          "Where users and webhooks reach this installation, if not at its own address.",
          false,
          PublicUrl::httpUrl);

  private PublicUrl() {}

  /** Reads an http or https URL without query and fragment; a slash at the end is left out. */
  public static URI httpUrl(String text) {
    URI url = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    String scheme = String.valueOf(url.getScheme());
    if (!List.of("http", "https").contains(scheme)
        || url.getHost() == null
        || url.getQuery() != null
        || url.getFragment() != null) {
      throw new IllegalArgumentException();
    }
    return url;
  }
}
