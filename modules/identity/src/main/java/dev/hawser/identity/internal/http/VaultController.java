package dev.hawser.identity.internal.http;

import dev.hawser.identity.internal.vault.Rotation;
import dev.hawser.identity.internal.vault.VaultStatus;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The vault's keys, for the operator of the machine only. */
@Controller("/api/v1/vault")
@Secured(OperatorAuthentication.ROLE)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Vault")
final class VaultController {
  /**
   * @param items how many values are under it
   * @param present whether the keyset has it
   */
  @Serdeable
  @Schema(name = "VaultKey")
  record VaultKey(String id, long items, boolean present) {}

  /**
   * @param current the key that new data keys are wrapped with
   * @param keys oldest first
   * @param items how many values the vault keeps
   * @param waiting how many of them are still under former keys
   * @param running whether this replica is re-wrapping now
   * @param damaged items that did not decrypt when this replica re-wrapped last
   * @param failure what stopped the last re-wrapping of this replica
   */
  @Serdeable
  @Schema(name = "Vault")
  record VaultView(
      String current,
      List<VaultKey> keys,
      long items,
      long waiting,
      boolean running,
      List<String> damaged,
      @Nullable String failure) {
    private static VaultView of(VaultStatus status) {
      return new VaultView(
          status.current(),
          status.keys().stream()
              .map(key -> new VaultKey(key.id(), key.items(), key.present()))
              .toList(),
          status.items(),
          status.waiting(),
          status.running(),
          status.damaged().stream().map(UUID::toString).toList(),
          status.failure());
    }
  }

  /**
   * @param newKey whether a key was made; false when the one before still had data to re-wrap
   */
  @Serdeable
  @Schema(name = "VaultRotation")
  record VaultRotation(boolean newKey, VaultView vault) {}

  private final Rotation rotation;

  VaultController(Rotation rotation) {
    this.rotation = rotation;
  }

  /** The keys, and how far re-wrapping is. */
  @Get
  VaultView show() {
    return VaultView.of(rotation.status());
  }

  /**
   * Makes a new key, unless data still waits for the one before, and begins to re-wrap all data
   * keys with it.
   */
  @Post("/rotations")
  @Status(HttpStatus.ACCEPTED)
  VaultRotation rotate() {
    boolean made = rotation.rotate();
    return new VaultRotation(made, VaultView.of(rotation.status()));
  }
}
