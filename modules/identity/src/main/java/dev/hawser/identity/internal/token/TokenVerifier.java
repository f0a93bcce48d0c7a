package dev.hawser.identity.internal.token;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.Credential;
import dev.hawser.core.tenancy.Permission;
import dev.hawser.identity.PersonalTokenId;
import dev.hawser.identity.Role;
import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.access.Member;
import dev.hawser.identity.internal.credential.CredentialSource;
import dev.hawser.identity.internal.credential.CredentialText;
import dev.hawser.identity.internal.credential.CredentialVerifier;
import dev.hawser.identity.internal.credential.Scopes;
import dev.hawser.identity.internal.credential.StoredCredential;
import dev.hawser.identity.internal.credential.Verdict;
import dev.hawser.identity.internal.hash.Argon2;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;

/**
 * Verifies personal access tokens. A token is good for what its member's role has now and its
 * scopes name: a change of the role counts within two seconds, like a revocation.
 */
@Singleton
public final class TokenVerifier {
  private final CredentialVerifier<Member> credentials;

  TokenVerifier(
      HeldTokenRepository tokens,
      Argon2 argon2,
      InstantSource clock,
      @Named(TaskExecutors.BLOCKING) ExecutorService executor) {
    this.credentials = new CredentialVerifier<>(new Tokens(tokens), argon2, clock, executor);
  }

  /** Whether a text claims to be a token. */
  public static boolean claims(String text) {
    return CredentialText.Kind.PERSONAL_TOKEN.claims(text);
  }

  /** The verdict if memory has it; never blocks. */
  public Optional<Verdict<Member>> quick(String token) {
    return credentials.quick(token);
  }

  /** Looks the token up; blocks. Errors of the database come as they are. */
  public Verdict<Member> thorough(String token) {
    return credentials.thorough(token);
  }

  /** Forgets a revoked token, so that its revocation counts at once on this replica. */
  void forget(PersonalTokenId id) {
    credentials.forget(id.value());
  }

  /** Writes down when tokens were used last. */
  @Scheduled(fixedDelay = "5s")
  public void writeLastUses() {
    credentials.writeLastUses();
  }

  private record Tokens(HeldTokenRepository rows) implements CredentialSource<Member> {
    private static final ErrorCode ROLE = new ErrorCode("identity.role-unknown");

    @Override
    public CredentialText.Kind kind() {
      return CredentialText.Kind.PERSONAL_TOKEN;
    }

    @Override
    public Optional<StoredCredential<Member>> find(UUID id) {
      return rows.find(id)
          .map(row -> new StoredCredential<>(member(row), row.secretHash(), row.expiresAt()));
    }

    @Override
    public void touch(UUID id, Instant at) {
      rows.touch(id, at);
    }

    private static Member member(HeldTokenRow row) {
      Role role =
          Role.find(row.role())
              .orElseThrow(
                  () ->
                      new HawserException.Internal(
                          ROLE, "The database has a role that this release does not know", null));
      Set<Permission> permissions = Scopes.read(row.scopes(), role.permissions());
      return new Member(
          new UserId(row.userId()),
          row.organization(),
          role,
          permissions,
          Credential.PERSONAL_TOKEN,
          row.factorMissing());
    }
  }

  /** Apart from {@link #writeLastUses}: a method of the life cycle is not scheduled. */
  @PreDestroy
  void writeLastUsesAtLast() {
    writeLastUses();
  }
}
