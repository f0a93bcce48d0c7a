package dev.hawser.identity.internal.http;

import dev.hawser.core.postgres.PlainDataSources;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.Role;
import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.access.Member;
import dev.hawser.identity.internal.access.MemberAccess;
import dev.hawser.identity.internal.hash.RandomSecret;
import dev.hawser.identity.internal.session.LiveSession;
import dev.hawser.identity.internal.session.SessionId;
import dev.hawser.identity.internal.session.SessionToken;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.http.HttpMethod;
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
  private static final String TOKENS = "/api/v1/me/tokens";

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
                    () -> CompletableFuture.supplyAsync(() -> authenticate(id, request), executor)))
        .orElseGet(Publishers::empty);
  }

  private @Nullable Authentication authenticate(UserId user, HttpRequest<?> request) {
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
        Member member = Member.of(user, organization, role);
        if (request.getMethod() == HttpMethod.POST && request.getPath().equals(TOKENS)) {
          openSession(connection, member).attachTo(request);
        }
        return access.authenticate(member, request.getPath());
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Tokens are made in a session only; one for each member, so that no test counts many. */
  private static CurrentSession openSession(Connection connection, Member member)
      throws SQLException {
    UUID id = member.user().value();
    SessionToken token = SessionToken.parse(RandomSecret.next()).orElseThrow();
    try (var insert =
        connection.prepareStatement(
            """
            insert into identity.session (id, token_hash, user_id, method, address, created_at,
              last_seen_at)
            values (?, encode(sha256(?::text::bytea), 'hex'), ?, 'test', '127.0.0.1', now(), now())
            on conflict (id) do nothing
            """)) {
      insert.setObject(1, id);
      insert.setString(2, id.toString());
      insert.setObject(3, id);
      insert.executeUpdate();
    }
    LiveSession session = new LiveSession(new SessionId(id), member, Instant.now(), Instant.now());
    return new CurrentSession(session, token);
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
