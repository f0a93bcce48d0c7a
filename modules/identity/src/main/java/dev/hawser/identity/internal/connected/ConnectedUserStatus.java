package dev.hawser.identity.internal.connected;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What may be done for a connected user. */
public enum ConnectedUserStatus {
  ACTIVE,
  /** Nothing, until somebody enables the user again. */
  DISABLED,
  /** Nothing, ever again. */
  DELETING;

  /** The name in the API and in the database, for example {@code active}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The status with this name. */
  public static Optional<ConnectedUserStatus> find(String id) {
    return Arrays.stream(values()).filter(status -> status.id().equals(id)).findFirst();
  }
}
