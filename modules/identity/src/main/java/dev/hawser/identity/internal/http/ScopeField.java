package dev.hawser.identity.internal.http;

import dev.hawser.core.http.JsonBody;
import dev.hawser.core.tenancy.Permission;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The field {@code scopes} of a request for a credential. Nobody can give what they do not have.
 *
 * @param what the credential, for people
 * @param possible what such a credential can be good for
 */
record ScopeField(String what, Set<Permission> possible) {
  private static final String NAME = "scopes";

  ScopeField {
    possible = Set.copyOf(possible);
  }

  /** The scopes; null when the field is absent. Problems are noted in the body. */
  @Nullable Set<Permission> read(JsonBody fields, Set<Permission> held) {
    List<String> ids = fields.optionalTexts(NAME, Permission.values().length);
    if (ids == null) {
      return null;
    }
    if (ids.isEmpty()) {
      fields.problem(NAME, "must name at least one permission, or be absent");
    }
    Set<Permission> scopes = EnumSet.noneOf(Permission.class);
    for (String id : ids) {
      Optional<Permission> permission = Permission.find(id);
      if (permission.isEmpty()) {
        fields.problem(NAME, "has \"" + shown(id) + "\", which is no permission");
      } else if (!possible.contains(permission.get())) {
        fields.problem(NAME, "has " + id + ", which " + what + " cannot have");
      } else if (!held.contains(permission.get())) {
        fields.problem(NAME, "has " + id + ", which you do not have yourself");
      } else {
        scopes.add(permission.get());
      }
    }
    return scopes;
  }

  /** All that somebody with these permissions can give. */
  Set<Permission> held(Set<Permission> permissions) {
    Set<Permission> held = EnumSet.noneOf(Permission.class);
    held.addAll(permissions);
    held.retainAll(possible);
    return held;
  }

  static List<String> ids(Collection<Permission> permissions) {
    return permissions.stream().map(Permission::id).sorted().toList();
  }

  private static String shown(String id) {
    return id.length() > 40 ? id.substring(0, 40) + "…" : id;
  }
}
