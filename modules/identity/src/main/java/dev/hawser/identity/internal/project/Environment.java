package dev.hawser.identity.internal.project;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The stage of a project, in the order of the chain. */
public enum Environment {
  DEVELOPMENT,
  STAGING,
  PRODUCTION;

  /** The name in the API and in the database. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether releases may come to it from that stage. */
  boolean follows(Environment other) {
    return compareTo(other) > 0;
  }

  public static Optional<Environment> find(String id) {
    return Arrays.stream(values()).filter(one -> one.id().equals(id)).findFirst();
  }
}
