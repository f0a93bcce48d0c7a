package dev.hawser.storage.azure;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Makes settings of texts, and says which text is wrong. */
final class SettingsReader {
  private static final Set<String> NAMES =
      Set.of(
          "container",
          "connection-string",
          "account-name",
          "account-key",
          "sas-token",
          "identity",
          "client-id",
          "tenant-id",
          "token-file",
          "endpoint");
  private static final List<String> WAYS =
      List.of("connection-string", "account-key", "sas-token", "identity");

  private final Map<String, String> values = new HashMap<>();

  SettingsReader(Map<String, String> given) {
    Set<String> unknown = new TreeSet<>(given.keySet());
    unknown.removeAll(NAMES);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "unknown setting " + unknown.iterator().next() + "; known are " + new TreeSet<>(NAMES));
    }
    given.forEach(
        (name, value) -> {
          if (!value.isBlank()) {
            values.put(name, value.strip());
          }
        });
  }

  AzureSettings read() {
    List<String> ways = WAYS.stream().filter(values::containsKey).toList();
    if (ways.size() != 1) {
      throw new IllegalArgumentException(
          "set exactly one of "
              + String.join(", ", WAYS)
              + (ways.isEmpty() ? "; none is set" : "; set are " + String.join(", ", ways)));
    }
    String way = ways.getFirst();
    if (!way.equals("identity")) {
      refuse("client-id", "identity");
    }
    if (!"workload".equals(values.get("identity"))) {
      refuse("tenant-id", "identity: workload");
      refuse("token-file", "identity: workload");
    }
    if (way.equals("connection-string")) {
      if (values.containsKey("account-name")) {
        throw new IllegalArgumentException(
            "account-name is part of the connection-string; set one of them");
      }
      return ofConnectionString(need("connection-string"));
    }
    String account = need("account-name");
    AzureAccess access =
        switch (way) {
          case "account-key" -> new AzureAccess.AccountKey(account, key(need(way), "account-key"));
          case "sas-token" -> new AzureAccess.SasToken(account, new AzureSecret(need(way)));
          default -> identity(account);
        };
    return new AzureSettings(
        need("container"),
        endpoint().orElseGet(() -> AzureSettings.publicEndpoint(account)),
        access);
  }

  private AzureAccess identity(String account) {
    return switch (need("identity")) {
      case "managed" -> new AzureAccess.ManagedIdentity(account, find("client-id"));
      case "workload" ->
          new AzureAccess.WorkloadIdentity(
              account, find("tenant-id"), find("client-id"), find("token-file").map(this::path));
      default ->
          throw new IllegalArgumentException(
              "identity must be managed or workload, not '" + need("identity") + "'");
    };
  }

  private AzureSettings ofConnectionString(String text) {
    ConnectionString parsed = ConnectionString.parse(text);
    return new AzureSettings(
        need("container"), endpoint().orElseGet(parsed::endpoint), parsed.access());
  }

  private Optional<URI> endpoint() {
    return find("endpoint").map(text -> uri(text, "endpoint"));
  }

  static URI uri(String text, String name) {
    try {
      return new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(name + " is not a URL", null);
    }
  }

  static AzureSecret key(String text, String name) {
    try {
      if (Base64.getDecoder().decode(text).length > 0) {
        return new AzureSecret(text);
      }
    } catch (IllegalArgumentException e) {
      // Said below, without the text.
    }
    throw new IllegalArgumentException(name + " is not a key of a storage account (Base64)");
  }

  private Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("token-file is not a path: '" + text + "'", e);
    }
  }

  private void refuse(String name, String with) {
    if (values.containsKey(name)) {
      throw new IllegalArgumentException(name + " has a meaning only with " + with);
    }
  }

  private Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  private String need(String name) {
    return find(name).orElseThrow(() -> new IllegalArgumentException(name + " is missing"));
  }
}
