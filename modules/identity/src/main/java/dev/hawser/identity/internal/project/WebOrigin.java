package dev.hawser.identity.internal.project;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads web origins as people write them, and gives them as browsers send them (RFC 6454, section
 * 6.2), so that they can be compared by their text.
 */
final class WebOrigin {
  private static final int MAX_LENGTH = 300;
  private static final int SHOWN = 100;
  private static final String EXAMPLES =
      " must be an origin such as https://app.example.com, http://localhost:3000 or"
          + " https://*.example.com, with nothing behind it";

  /** What stands for a host is looked at apart. The address [::1] is the only one of its kind. */
  private static final Pattern FORM =
      Pattern.compile(
          "(https?)://(\\*\\.)?(\\[::1]|[^\\s/?#@:*\\[\\]\\\\%]+)(?::(\\d{1,5}))?",
          Pattern.CASE_INSENSITIVE);

  /** Browsers keep these, and the JDK, which follows the older rules, makes other names of them. */
  private static final Pattern OTHERWISE_IN_BROWSERS = Pattern.compile("[ßς\\u200c\\u200d]");

  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[.*");
  private static final Pattern OCTAL = Pattern.compile("(.*\\.)?0[0-9].*");

  private WebOrigin() {}

  /**
   * The origin as browsers send it.
   *
   * @param wrong hears what is wrong with it, in a sentence that begins with the text
   */
  static Optional<String> read(String given, Consumer<String> wrong) {
    String shown = given.length() > SHOWN ? given.substring(0, SHOWN) + "…" : given;
    Matcher parts = FORM.matcher(given);
    if (given.length() > MAX_LENGTH || !parts.matches()) {
      wrong.accept(shown + EXAMPLES);
      return Optional.empty();
    }
    if (OTHERWISE_IN_BROWSERS.matcher(parts.group(3)).find()) {
      wrong.accept(shown + " can be read in two ways: give the name as browsers show it, xn--…");
      return Optional.empty();
    }
    Optional<String> host = host(parts.group(3));
    if (host.isEmpty()) {
      wrong.accept(shown + " has no valid host name");
      return Optional.empty();
    }
    boolean isAny = parts.group(2) != null;
    if (isAny && !mayHaveAny(host.get())) {
      wrong.accept(shown + " must have a domain of at least two names behind the *");
      return Optional.empty();
    }
    String scheme = parts.group(1).toLowerCase(Locale.ROOT);
    int usual = scheme.equals("https") ? 443 : 80;
    int port = parts.group(4) == null ? usual : Integer.parseInt(parts.group(4));
    if (port < 1 || port > 65_535) {
      wrong.accept(shown + " must have a port from 1 to 65535");
      return Optional.empty();
    }
    return Optional.of(
        scheme + "://" + (isAny ? "*." : "") + host.get() + (port == usual ? "" : ":" + port));
  }

  private static Optional<String> host(String given) {
    try {
      String ascii =
          given.startsWith("[")
              ? given
              : IDN.toASCII(given, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
      String host = new URI("https", null, ascii, -1, null, null, null).getHost();
      return Optional.ofNullable(host)
          .filter(one -> !ADDRESS.matcher(one).matches() || !OCTAL.matcher(one).matches());
    } catch (IllegalArgumentException | URISyntaxException e) {
      return Optional.empty(); // the caller says so
    }
  }

  private static boolean mayHaveAny(String host) {
    return host.equals("localhost")
        || (host.indexOf('.') > 0
            && host.indexOf('.') < host.length() - 1
            && !ADDRESS.matcher(host).matches());
  }
}
