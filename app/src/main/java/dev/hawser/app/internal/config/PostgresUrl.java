package dev.hawser.app.internal.config;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Postgres URL in either of its two usual forms, taken apart.
 *
 * @param server {@code host:port}, or several with commas
 * @param database decoded
 * @param query parameters as they stand behind the question mark; may be empty
 */
public record PostgresUrl(
    String server,
    String database,
    String query,
    @Nullable String username,
    @Nullable String password) {

  /**
   * @throws IllegalArgumentException when it is neither form or names no host or no database
   */
  public static PostgresUrl parse(String text) {
    String plain = text.strip();
    boolean jdbc = plain.startsWith("jdbc:");
    String rest = jdbc ? plain.substring("jdbc:".length()) : plain;
    int scheme = rest.indexOf("://");
    if (scheme < 0 || !known(rest.substring(0, scheme), jdbc)) {
      throw new IllegalArgumentException();
    }
    rest = rest.substring(scheme + 3);
    int question = rest.indexOf('?');
    String query = question < 0 ? "" : rest.substring(question + 1);
    rest = question < 0 ? rest : rest.substring(0, question);
    int at = rest.lastIndexOf('@');
    String user = at < 0 ? null : rest.substring(0, at);
    String path = rest.substring(at + 1);
    int slash = path.indexOf('/');
    if (slash < 0 || (jdbc && user != null)) {
      throw new IllegalArgumentException();
    }
    String server = path.substring(0, slash);
    String database = path.substring(slash + 1);
    for (String host : server.split(",", -1)) {
      check(host);
    }
    if (database.isEmpty() || database.contains("/")) {
      throw new IllegalArgumentException();
    }
    int colon = user == null ? -1 : user.indexOf(':');
    return new PostgresUrl(
        server,
        decode(database),
        query,
        user == null ? null : decode(colon < 0 ? user : user.substring(0, colon)),
        user == null || colon < 0 ? null : decode(user.substring(colon + 1)));
  }

  /** The JDBC form with further parameters, without user and password. */
  public String jdbc(String parameters) {
    String database = URLEncoder.encode(this.database, StandardCharsets.UTF_8);
    String both = query.isEmpty() ? parameters : query + "&" + parameters;
    return "jdbc:postgresql://" + server + "/" + database + (both.isEmpty() ? "" : "?" + both);
  }

  private static boolean known(String scheme, boolean jdbc) {
    return (jdbc ? List.of("postgresql") : List.of("postgresql", "postgres")).contains(scheme);
  }

  private static void check(String host) {
    URI uri = URI.create("postgres://" + host);
    if (uri.getHost() == null || uri.getPort() > 65_535) {
      throw new IllegalArgumentException();
    }
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
