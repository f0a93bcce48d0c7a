package dev.hawser.app.internal.cli.client;

import dev.hawser.app.internal.cli.client.ApiClient.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The vault's keys; needs the operator's token. Throws like {@link ApiClient}. */
public final class VaultApi {
  private static final String ROOT = "/api/v1/vault";

  private VaultApi() {}

  /** How the vault is. */
  public record Vault(
      String current,
      List<Key> keys,
      long items,
      long waiting,
      boolean running,
      List<String> damaged,
      @Nullable String failure) {
    static Vault of(Fields json) {
      return new Vault(
          json.text("current"),
          json.objects("keys").stream()
              .map(key -> new Key(key.text("id"), key.number("items"), key.isTrue("present")))
              .toList(),
          json.number("items"),
          json.number("waiting"),
          json.isTrue("running"),
          json.value("damaged") instanceof List<?> ids
              ? ids.stream().map(String::valueOf).toList()
              : List.of(),
          json.optionalText("failure"));
    }
  }

  /** A key-encryption key. */
  public record Key(String id, long items, boolean present) {}

  /** What a rotation began with. */
  public record Rotation(boolean newKey, Vault vault) {}

  public static Vault show(ApiClient client) {
    return Vault.of(client.get(ROOT).fields());
  }

  /** The same as it came. */
  public static ApiAnswer answer(ApiClient client) {
    return client.get(ROOT);
  }

  public static Rotation rotate(ApiClient client) {
    Fields json = client.postOnce(ROOT + "/rotations", Payload.NONE).fields();
    return new Rotation(json.isTrue("newKey"), Vault.of(json.object("vault")));
  }
}
