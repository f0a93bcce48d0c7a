package dev.hawser.storage.azure;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the blobs are.
 *
 * @param container name of the container, which must exist
 * @param endpoint of the blob service, for example {@code https://acme.blob.core.windows.net}
 * @param access how the store proves who it is
 */
public record AzureSettings(String container, URI endpoint, AzureAccess access) {
  private static final Pattern CONTAINER =
      Pattern.compile("\\$root|(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*");
  private static final Pattern ACCOUNT = Pattern.compile("[a-z0-9-]{3,63}");

  /**
   * @throws IllegalArgumentException when a name or the endpoint is none; or when a token would
   *     travel over a network without TLS
   */
  public AzureSettings {
    if (!CONTAINER.matcher(container).matches()) {
      throw new IllegalArgumentException(
          "container must be 3 to 63 small letters, digits and single hyphens, not '"
              + container
              + "'");
    }
    if (!ACCOUNT.matcher(access.account()).matches()) {
      throw new IllegalArgumentException(
          "account-name must be small letters and digits, not '" + access.account() + "'");
    }
    checkEndpoint(endpoint);
    boolean token = !(access instanceof AzureAccess.AccountKey);
    if (token && !"https".equals(endpoint.getScheme()) && !isLoopback(endpoint)) {
      throw new IllegalArgumentException(
          "endpoint must be https with a SAS token or an identity: " + endpoint);
    }
  }

  /**
   * Reads settings by their names in configuration files: {@code container}, {@code
   * connection-string}, {@code account-name}, {@code account-key}, {@code sas-token}, {@code
   * identity}, {@code client-id}, {@code tenant-id}, {@code token-file} and {@code endpoint}. Blank
   * values count as absent.
   *
   * @throws IllegalArgumentException when one is missing, contradicts another, is unknown or
   *     malformed; the message names the setting and never shows a secret
   */
  public static AzureSettings read(Map<String, String> values) {
    return new SettingsReader(values).read();
  }

  /** The endpoint of an account in the public cloud. */
  public static URI publicEndpoint(String account) {
    if (!ACCOUNT.matcher(account).matches()) {
      throw new IllegalArgumentException(
          "account-name must be small letters and digits, not '" + account + "'");
    }
    return URI.create("https://" + account + ".blob.core.windows.net");
  }

  private static void checkEndpoint(URI endpoint) {
    boolean http = "https".equals(endpoint.getScheme()) || "http".equals(endpoint.getScheme());
    if (!http
        || endpoint.getHost() == null
        || endpoint.getRawUserInfo() != null
        || endpoint.getRawQuery() != null
        || endpoint.getRawFragment() != null) {
      // The text may hold a pasted signature, so only its harmless beginning is shown.
      throw new IllegalArgumentException(
          "endpoint must be like https://acme.blob.core.windows.net, without query; it starts with "
              + Optional.ofNullable(endpoint.getScheme()).orElse("no scheme")
              + "://"
              + Optional.ofNullable(endpoint.getHost()).orElse("(no host)"));
    }
  }

  private static boolean isLoopback(URI endpoint) {
    return endpoint.getHost().equals("localhost")
        || endpoint.getHost().equals("[::1]")
        || endpoint.getHost().matches("127(\\.\\d{1,3}){3}");
  }
}
