package dev.hawser.app.internal.http;

import dev.hawser.core.tenancy.Permission;
import dev.hawser.identity.Role;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who may do what, as the code has it: for the console, and for whoever wants to check it. */
@Controller("/api/v1/permissions")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Permissions")
final class PermissionsController {
  private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

  /** The framework's own endpoints, which are open: see docs/security.md. */
  private static final Set<String> MANAGEMENT =
      Set.of("/health", "/health/{selector}", "/prometheus");

  /** Rules of the framework, in words. */
  private static final Map<String, String> RULES =
      Map.of(
          SecurityRule.IS_AUTHENTICATED, "authenticated", SecurityRule.IS_ANONYMOUS, "anonymous");

  private static final List<PermissionEntry> PERMISSIONS =
      Arrays.stream(Permission.values()).map(PermissionsController::entry).toList();

  /**
   * @param id for example {@code workflows:edit}
   * @param meaning what it allows
   * @param roles the roles that have it
   * @param apiKeys whether an API key can have it
   */
  @Serdeable
  @Schema(name = "Permission")
  record PermissionEntry(String id, String meaning, List<String> roles, boolean apiKeys) {}

  /**
   * @param needs the id of a permission; or {@code authenticated} for any caller, {@code anonymous}
   *     for anybody, {@code operator} for the operator of the machine, {@code connected-user} for
   *     the user token of a connected user
   */
  @Serdeable
  @Schema(name = "Operation")
  record Operation(String method, String path, String needs) {}

  /** The whole table. */
  @Serdeable
  @Schema(name = "Permissions")
  record Table(List<PermissionEntry> permissions, List<Operation> operations) {}

  private final Table table;

  PermissionsController(Router router) {
    this.table =
        new Table(
            PERMISSIONS,
            router
                .uriRoutes()
                .filter(route -> METHODS.contains(route.getHttpMethodName()))
                .map(PermissionsController::operation)
                .distinct()
                .sorted(Comparator.comparing(Operation::path).thenComparing(Operation::method))
                .toList());
  }

  /** All permissions with the roles that have them, and what each operation needs. */
  @Get
  Table table() {
    return table;
  }

  private static PermissionEntry entry(Permission permission) {
    return new PermissionEntry(
        permission.id(),
        permission.meaning(),
        Arrays.stream(Role.values())
            .filter(role -> role.permissions().contains(permission))
            .map(Role::id)
            .toList(),
        Permission.OF_PROJECT.contains(permission));
  }

  /** The rule of the method comes before that of its class. */
  private static Operation operation(UriRouteInfo<?, ?> route) {
    String path = route.getUriMatchTemplate().toPathString();
    String[] rules = route.getAnnotationMetadata().stringValues(Secured.class);
    String usual = MANAGEMENT.contains(path) ? "anonymous" : "nobody";
    return new Operation(
        route.getHttpMethodName(),
        path,
        rules.length == 0 ? usual : RULES.getOrDefault(rules[0], rules[0]));
  }
}
