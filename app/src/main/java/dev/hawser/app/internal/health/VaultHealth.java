package dev.hawser.app.internal.health;

import dev.hawser.core.health.HealthPart;
import dev.hawser.core.health.PartHealth;
import dev.hawser.identity.VaultKeyset;

/**
 * The keys of the vault: what is in this process's memory is there, a cloud's key service may not
 * be.
 */
record VaultHealth(VaultKeyset keys) implements HealthPart {
  @Override
  public String name() {
    return "vault";
  }

  @Override
  public PartHealth check() {
    return keys.health().orElseGet(() -> PartHealth.up("its keys are in memory"));
  }
}
