package dev.hawser.identity.internal.setup;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** The row of {@code setup_token}. */
@MappedEntity(value = "setup_token", schema = "identity")
record SetupTokenRow(@Id Boolean singleton, String tokenHash, Instant issuedAt) {
  @Override
  public String toString() {
    return "SetupTokenRow[" + issuedAt + "]"; // the hash stays out of logs
  }
}
