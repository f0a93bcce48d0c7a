package dev.hawser.identity.internal.image;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.UserId;

/** Whose picture it is. Both belong to an organization. */
public sealed interface ImageOwner {
  OrganizationId organization();

  /** The longest side of the picture, in pixels. */
  int maxSide();

  /** The organization itself: its logo. */
  record Organization(OrganizationId organization) implements ImageOwner {
    @Override
    public int maxSide() {
      return 1_024;
    }
  }

  /** A user of the organization: the avatar. */
  record User(OrganizationId organization, UserId user) implements ImageOwner {
    @Override
    public int maxSide() {
      return 512;
    }
  }
}
