package dev.hawser.identity.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.core.json.Json;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.Role;
import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Organizations with single sign-on, each with an administrator of its own. */
final class SignOnOrganizations {
  static final String SETTINGS = "/api/v1/organization/single-sign-on";

  /**
   * @param admin whose id is credentials in tests
   */
  record Tenant(IdentityServer server, OrganizationId id, UserId admin) {
    Answer put(Map<String, ?> settings) {
      return server.put(SETTINGS, admin.toString(), new String(Json.write(settings), UTF_8));
    }

    Answer get(String path) {
      return server.get(path, admin.toString());
    }

    /** How somebody says which organization they want to sign in to. */
    Map<String, String> wish() {
      return Map.of("organization", id.toString());
    }

    /** A member with an address and, if there is a hash, a password. */
    UserId member(String email, Role role, @Nullable String hash) throws SQLException {
      UserId user = new UserId(UUID.randomUUID());
      server.execute(
          "insert into identity.app_user (id, organization_id, email, role, password_hash, created_at)"
              + " values ('%s', '%s', '%s', '%s', %s, now())"
                  .formatted(
                      user.value(),
                      id.value(),
                      email,
                      role.id(),
                      hash == null ? "null" : "'" + hash + "'"));
      return user;
    }

    /** What the audit log tells, in its order, once everything is in it. */
    List<String> actions() {
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> assertThat(server.query("select id::text from identity.outbox")).isEmpty());
      try {
        return server.query(
            "select action from identity.audit_entry where organization_id = '%s' order by sequence"
                .formatted(id.value()));
      } catch (SQLException e) {
        throw new AssertionError(e);
      }
    }

    String userOf(String email) throws SQLException {
      return server.query("select id from identity.app_user where email = '" + email + "'").stream()
          .findFirst()
          .map(id -> new UserId(UUID.fromString(id)).toString())
          .orElseThrow();
    }
  }

  private SignOnOrganizations() {}

  static Tenant make(IdentityServer server, String name) throws SQLException {
    OrganizationId id = new OrganizationId(UUID.randomUUID());
    server.execute(
        "insert into identity.organization (id, name, created_at) values ('%s', '%s', now())"
            .formatted(id.value(), name));
    return new Tenant(server, id, TestMembers.add(server, id, Role.ADMIN));
  }

  /** Settings in which groups decide on roles and members are made. */
  static Map<String, Object> settings(String issuer, String clientId, String secret) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("issuer", issuer);
    settings.put("clientId", clientId);
    settings.put("clientSecret", secret);
    settings.put("scopes", List.of("openid", "email", "profile", "groups"));
    settings.put("adminGroups", List.of("Hawser Admins"));
    settings.put("memberGroups", List.of("Engineering"));
    settings.put("viewerGroups", List.of("Everybody"));
    settings.put("jitUsers", true);
    return settings;
  }
}
