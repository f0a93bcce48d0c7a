package dev.hawser.identity.internal.vault;

import dev.hawser.core.lock.LeaderDuty;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Goes on with a re-wrapping that a stop or a crash has cut off. */
@Singleton
final class RewrapDuty implements LeaderDuty {
  private final Rotation rotation;

  RewrapDuty(Rotation rotation) {
    this.rotation = rotation;
  }

  @Override
  public String name() {
    return "re-wrapping of the vault's data keys";
  }

  @Override
  public Duration every() {
    return Duration.ofMinutes(1);
  }

  @Override
  public void run(BooleanSupplier leading) {
    rotation.goOn(leading);
  }
}
