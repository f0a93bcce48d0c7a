package dev.hawser.identity.internal.http;

import dev.hawser.core.postgres.PlainDataSources;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.Role;
import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.access.Member;
import dev.hawser.identity.internal.access.MemberAccess;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.http.HttpRequest;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.filters.AuthenticationFetcher;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Members without the effort of signing in: {@code Bearer usr_…} is that user, with the role that
 * the database says.
 */
@Singleton
final class TestMembers implements AuthenticationFetcher<HttpRequest<?>> {
  private final MemberAccess access;
  private final DataSource database;
  private final ExecutorService executor;

  TestMembers(
      MemberAccess access,
      @Named("identity") DataSource database,
      @Named(TaskExecutors.BLOCKING) ExecutorService executor) {
    this.access = access;
    this.database = PlainDataSources.plain(database);
    this.executor = executor;
  }

  @Override
  public Publisher<Authentication> fetchAuthentication(HttpRequest<?> request) {
    String header = request.getHeaders().get("Authorization");
    Optional<UserId> user =
        header == null ? Optional.empty() : UserId.parse(header.replace("Bearer ", ""));
    return user.<Publisher<Authentication>>map(
            id ->
                Publishers.fromCompletableFuture(
                    () ->
                        CompletableFuture.supplyAsync(
                            () -> authenticate(id, request.getPath()), executor)))
        .orElseGet(Publishers::empty);
  }

  private @Nullable Authentication authenticate(UserId user, String path) {
    try (Connection connection = database.getConnection();
        var query =
            connection.prepareStatement(
                "select organization_id, role from identity.app_user where id = ?")) {
      query.setObject(1, user.value());
      try (var rows = query.executeQuery()) {
        if (!rows.next()) {
          return null;
        }
        OrganizationId organization = new OrganizationId(rows.getObject(1, UUID.class));
        Role role = Role.find(rows.getString(2)).orElseThrow();
        return access.authenticate(Member.of(user, organization, role), path);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Puts a member into an organization and gives its id, which is its credentials. */
  static UserId add(IdentityServer server, OrganizationId organization, Role role)
      throws SQLException {
    UserId user = new UserId(UUID.randomUUID());
    server.execute(
        "insert into identity.app_user (id, organization_id, email, role, password_hash, created_at)"
            + " values ('%s', '%s', '%s@members.example', '%s', '$argon2id$none', '%s')"
                .formatted(user.value(), organization.value(), user, role.id(), Instant.EPOCH));
    return user;
  }
}
