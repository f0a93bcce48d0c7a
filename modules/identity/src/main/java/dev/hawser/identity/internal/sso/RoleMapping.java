package dev.hawser.identity.internal.sso;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.json.Json;
import dev.hawser.identity.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which groups of the provider have which role. With none the provider says nothing of roles: a
 * member keeps the one given here.
 *
 * @param groups by role; of several that fit, the role that may do most counts
 * @param otherwise for who is in none of the groups; null refuses them
 */
public record RoleMapping(Map<Role, List<String>> groups, @Nullable Role otherwise) {
  public RoleMapping {
    Map<Role, List<String>> copy = new EnumMap<>(Role.class);
    groups.forEach(
        (role, names) -> {
          if (!names.isEmpty()) {
            copy.put(role, List.copyOf(names));
          }
        });
    groups = Collections.unmodifiableMap(copy);
  }

  /** The groups of a role; empty when it has none. */
  public List<String> of(Role role) {
    return groups.getOrDefault(role, List.of());
  }

  /** Whether groups decide on roles. */
  boolean decides() {
    return !groups.isEmpty();
  }

  /** The role for who is in these groups; empty when they are refused. */
  Optional<Role> role(Set<String> memberOf) {
    for (Role role : Role.values()) { // the mightiest comes first
      if (of(role).stream().anyMatch(memberOf::contains)) {
        return Optional.of(role);
      }
    }
    return Optional.ofNullable(otherwise);
  }

  /** The groups as the database keeps them. */
  String text() {
    Map<String, Object> json = new TreeMap<>();
    groups.forEach((role, names) -> json.put(role.id(), names));
    return new String(Json.write(json), UTF_8);
  }

  /** Reads what {@link #text} has written. */
  static RoleMapping read(String text, @Nullable String otherwise) {
    try {
      Map<Role, List<String>> groups = new EnumMap<>(Role.class);
      if (Json.read(text.getBytes(UTF_8)) instanceof Map<?, ?> json) {
        json.forEach(
            (role, names) ->
                groups.put(Role.find(String.valueOf(role)).orElseThrow(), texts(names)));
      }
      return new RoleMapping(groups, otherwise == null ? null : Role.find(otherwise).orElseThrow());
    } catch (Json.MalformedException e) {
      throw new IllegalStateException("Groups that were stored cannot be read", e);
    }
  }

  private static List<String> texts(Object value) {
    List<String> texts = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(item -> texts.add(String.valueOf(item)));
    }
    return texts;
  }
}
