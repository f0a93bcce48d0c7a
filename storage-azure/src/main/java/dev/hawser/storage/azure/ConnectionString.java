package dev.hawser.storage.azure;

import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What Azure shows as the connection string of a storage account: {@code Name=value} pairs between
 * semicolons. What concerns other services than blobs is ignored.
 */
record ConnectionString(URI endpoint, AzureAccess access) {
  /**
   * @throws IllegalArgumentException when something is missing; the message shows no value
   */
  static ConnectionString parse(String text) {
    Map<String, String> parts = new HashMap<>();
    for (String part : text.split(";")) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parts.put(
            part.substring(0, equals).strip().toLowerCase(Locale.ROOT),
            part.substring(equals + 1).strip());
      } else if (!part.isBlank()) {
        throw new IllegalArgumentException(
            "connection-string must be Name=value pairs separated by ';'");
      }
    }
    Optional<URI> given =
        find(parts, "blobendpoint")
            .map(uri -> SettingsReader.uri(uri, "BlobEndpoint of connection-string"));
    String account =
        find(parts, "accountname")
            .or(() -> given.map(ConnectionString::accountOf))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "connection-string lacks AccountName (or BlobEndpoint)"));
    URI endpoint = given.orElseGet(() -> built(parts, account));
    return new ConnectionString(endpoint, access(parts, account));
  }

  private static AzureAccess access(Map<String, String> parts, String account) {
    Optional<String> key = find(parts, "accountkey");
    Optional<String> sas = find(parts, "sharedaccesssignature");
    if (key.isPresent() == sas.isPresent()) {
      throw new IllegalArgumentException(
          "connection-string must have one of AccountKey and SharedAccessSignature");
    }
    return key.<AzureAccess>map(
            text ->
                new AzureAccess.AccountKey(
                    account, SettingsReader.key(text, "AccountKey of connection-string")))
        .orElseGet(() -> new AzureAccess.SasToken(account, new AzureSecret(sas.orElseThrow())));
  }

  private static URI built(Map<String, String> parts, String account) {
    String scheme = find(parts, "defaultendpointsprotocol").orElse("https");
    String suffix = find(parts, "endpointsuffix").orElse("core.windows.net");
    return SettingsReader.uri(
        scheme + "://" + account + ".blob." + suffix,
        "what DefaultEndpointsProtocol, AccountName and EndpointSuffix of connection-string make");
  }

  /** The first label of the host. */
  private static String accountOf(URI endpoint) {
    String host = Optional.ofNullable(endpoint.getHost()).orElse("");
    int dot = host.indexOf('.');
    return dot < 0 ? host : host.substring(0, dot);
  }

  private static Optional<String> find(Map<String, String> parts, String name) {
    return Optional.ofNullable(parts.get(name)).filter(text -> !text.isEmpty());
  }
}
