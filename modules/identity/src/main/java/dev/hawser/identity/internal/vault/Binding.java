package dev.hawser.identity.internal.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.ProjectId;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * What a ciphertext belongs to. It is authenticated with key and value, so that neither decrypts
 * for another tenant, owner, purpose or row.
 *
 * @param purpose what the value is to its owner, for example {@code environment-secret/API_TOKEN}
 * @param item its row in {@code vault_item}
 */
public record Binding(OrganizationId organization, Owner owner, String purpose, UUID item) {
  /** Whose a value is within the organization. */
  public sealed interface Owner {
    record Project(ProjectId id) implements Owner {}

    record User(UUID id) implements Owner {}

    /** The organization as a whole. */
    record All() implements Owner {}
  }

  private static final byte[] OF_PROJECT = "hawser.vault.1".getBytes(UTF_8);
  private static final byte[] OF_USER = "hawser.vault.user.1".getBytes(UTF_8);
  private static final byte[] OF_ORGANIZATION = "hawser.vault.organization.1".getBytes(UTF_8);
  private static final int IDS = 3 * 16;

  public Binding(OrganizationId organization, ProjectId project, String purpose, UUID item) {
    this(organization, new Owner.Project(project), purpose, item);
  }

  public static Binding ofUser(OrganizationId organization, UUID user, String purpose, UUID item) {
    return new Binding(organization, new Owner.User(user), purpose, item);
  }

  public static Binding ofOrganization(OrganizationId organization, String purpose, UUID item) {
    return new Binding(organization, new Owner.All(), purpose, item);
  }

  /** Unambiguous: no format begins with another, and all but the last has its length. */
  byte[] bytes() {
    return switch (owner) {
      case Owner.Project(ProjectId id) -> bytes(OF_PROJECT, id.value());
      case Owner.User(UUID id) -> bytes(OF_USER, id);
      case Owner.All() -> bytes(OF_ORGANIZATION, organization.value());
    };
  }

  private byte[] bytes(byte[] format, UUID ownerId) {
    byte[] text = purpose.getBytes(UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(format.length + IDS + text.length).put(format);
    for (UUID id : new UUID[] {organization.value(), ownerId, item}) {
      bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }
    return bytes.put(text).array();
  }
}
