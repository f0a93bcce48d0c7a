package dev.hawser.storage.azure;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which key of Azure Key Vault or Managed HSM, and who asks for it.
 *
 * @param key its address without a version: {@code https://acme.vault.azure.net/keys/hawser}; an
 *     RSA key
 */
public record KeyVaultSettings(String key, AzureIdentity identity) {
  private static final Pattern KEY =
      Pattern.compile("(https?://[^/?#@]+)/keys/[A-Za-z0-9-]{1,127}");
  private static final Pattern THIS_MACHINE =
      Pattern.compile("http://(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d+)?");

  /**
   * @throws IllegalArgumentException when it is no address of a key; or when a token would travel
   *     over a network without TLS
   */
  public KeyVaultSettings {
    Matcher matcher = KEY.matcher(key);
    if (!matcher.matches() || URI.create(key).getHost() == null) {
      throw new IllegalArgumentException(
          "not the address of a key, such as https://acme.vault.azure.net/keys/hawser (without a"
              + " version): '"
              + key
              + "'");
    }
    if (key.startsWith("http:") && !THIS_MACHINE.matcher(matcher.group(1)).matches()) {
      throw new IllegalArgumentException("the address of a key must be https: '" + key + "'");
    }
  }

  /** What tokens are for: {@code https://vault.azure.net} for a vault in Azure's public cloud. */
  String service() {
    String host = URI.create(key).getHost();
    boolean named = host.indexOf('.') > 0 && key.startsWith("https:");
    return "https://" + (named ? host.substring(host.indexOf('.') + 1) : "vault.azure.net");
  }
}
