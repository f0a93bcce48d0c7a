package dev.hawser.identity.internal.project;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which members see a project; admins see all. */
public enum ProjectAccess {
  /** Every member of the organization. */
  ORGANIZATION,
  /** The members of its team. */
  TEAM;

  /** The name in the API and in the database. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<ProjectAccess> find(String id) {
    return Arrays.stream(values()).filter(one -> one.id().equals(id)).findFirst();
  }
}
