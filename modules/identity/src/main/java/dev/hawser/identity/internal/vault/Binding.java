package dev.hawser.identity.internal.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.ProjectId;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * What a ciphertext belongs to. It is authenticated with key and value, so that neither decrypts
 * for another tenant, project, purpose or row.
 *
 * @param purpose what the value is, within its project, for example {@code
 *     environment-secret/API_TOKEN}
 * @param item its row in {@code vault_item}
 */
public record Binding(OrganizationId organization, ProjectId project, String purpose, UUID item) {
  private static final byte[] FORMAT = "hawser.vault.1".getBytes(UTF_8);
  private static final int IDS = 3 * 16;

  /** Unambiguous: everything but the last has a fixed length. */
  byte[] bytes() {
    byte[] text = purpose.getBytes(UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(FORMAT.length + IDS + text.length).put(FORMAT);
    for (UUID id : new UUID[] {organization.value(), project.value(), item}) {
      bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }
    return bytes.put(text).array();
  }
}
