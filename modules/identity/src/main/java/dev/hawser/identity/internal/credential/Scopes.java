package dev.hawser.identity.internal.credential;

import dev.hawser.core.tenancy.Permission;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a credential is good for, as a column has it. */
public final class Scopes {
  private Scopes() {}

  /**
   * The permissions in a column.
   *
   * @param column null for all that are possible
   * @param possible what the credential can have at most; what the column names beyond that, or
   *     what no longer exists, is left out
   */
  public static Set<Permission> read(@Nullable String column, Collection<Permission> possible) {
    Set<Permission> all = EnumSet.noneOf(Permission.class);
    all.addAll(possible);
    if (column != null) {
      Set<String> named = Set.of(column.split(" "));
      all.removeIf(permission -> !named.contains(permission.id()));
    }
    return Collections.unmodifiableSet(all);
  }

  /**
   * The column of some permissions.
   *
   * @throws IllegalArgumentException when there are none
   */
  public static String write(Collection<Permission> permissions) {
    if (permissions.isEmpty()) {
      throw new IllegalArgumentException("A credential that is good for nothing");
    }
    return permissions.stream().map(Permission::id).sorted().collect(Collectors.joining(" "));
  }
}
