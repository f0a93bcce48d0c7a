package dev.hawser.identity;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a connected user.
 *
 * @param active false when the user is disabled or being deleted: nothing may be done for them
 * @param metadata JSON as plain values; {@code Name} and {@code Email} are what people are shown
 */
public record ConnectedUserProfile(
    ConnectedUser user, boolean active, Map<String, @Nullable Object> metadata) {
  public ConnectedUserProfile {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  @Override
  public String toString() {
    return "ConnectedUserProfile[" + user.id() + "]";
  }
}
