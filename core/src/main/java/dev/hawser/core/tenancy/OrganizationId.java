package dev.hawser.core.tenancy;

import dev.hawser.core.id.IdText;
import dev.hawser.core.id.TypedId;
import java.util.Optional;
import java.util.UUID;

/** A tenant: the company that runs integrations. */
public record OrganizationId(UUID value) implements TypedId {
  public static Optional<OrganizationId> parse(String text) {
    return IdText.parse("org", text).map(OrganizationId::new);
  }

  @Override
  public String toString() {
    return IdText.format("org", value);
  }
}
