package dev.hawser.identity.internal.key;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.http.CallerAuthentication;
import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.Credential;
import dev.hawser.core.tenancy.OrganizationCaller;
import dev.hawser.core.tenancy.Permission;
import dev.hawser.identity.ApiKeyId;
import dev.hawser.identity.ApiKeys;
import dev.hawser.identity.internal.credential.CredentialSource;
import dev.hawser.identity.internal.credential.CredentialText;
import dev.hawser.identity.internal.credential.CredentialVerifier;
import dev.hawser.identity.internal.credential.Scopes;
import dev.hawser.identity.internal.credential.StoredCredential;
import dev.hawser.identity.internal.credential.Verdict;
import dev.hawser.identity.internal.hash.Argon2;
import dev.hawser.identity.internal.project.ProjectStates;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;

/** Verifies API keys. */
@Singleton
public final class KeyVerifier implements ApiKeys {
  private final CredentialVerifier<CallerAuthentication> credentials;
  private final ProjectStates projects;

  KeyVerifier(
      ApiKeyRepository keys,
      ProjectStates projects,
      Argon2 argon2,
      InstantSource clock,
      @Named(TaskExecutors.BLOCKING) ExecutorService executor) {
    this.projects = projects;
    this.credentials = new CredentialVerifier<>(new Keys(keys), argon2, clock, executor);
  }

  @Override
  public Optional<Caller> verify(String key) {
    return switch (quick(key).orElseGet(() -> thorough(key))) {
      case Verdict.Good<CallerAuthentication> good -> good.holder().ofProject();
      case Verdict.Bad<CallerAuthentication>(HawserException.LimitExceeded busy) -> throw busy;
      case Verdict.Bad<CallerAuthentication> bad -> Optional.empty();
    };
  }

  /** The verdict if memory has it; never blocks. */
  public Optional<Verdict<CallerAuthentication>> quick(String key) {
    return credentials.quick(key).map(this::inProject);
  }

  /** Looks the key up; blocks. Errors of the database come as they are. */
  public Verdict<CallerAuthentication> thorough(String key) {
    return inProject(credentials.thorough(key));
  }

  /** Whether the project of a key that holds takes it. */
  private Verdict<CallerAuthentication> inProject(Verdict<CallerAuthentication> verdict) {
    if (verdict instanceof Verdict.Good<CallerAuthentication>(CallerAuthentication caller)) {
      return caller
          .ofProject()
          .flatMap(of -> projects.refusal(of.project()))
          .<Verdict<CallerAuthentication>>map(Verdict.Bad::new)
          .orElse(verdict);
    }
    return verdict;
  }

  /** Forgets a revoked key, so that its revocation counts at once on this replica. */
  void forget(ApiKeyId id) {
    credentials.forget(id.value());
  }

  /** Writes down when keys were used last. */
  @Scheduled(fixedDelay = "5s")
  public void writeLastUses() {
    credentials.writeLastUses();
  }

  private record Keys(ApiKeyRepository rows) implements CredentialSource<CallerAuthentication> {
    @Override
    public CredentialText.Kind kind() {
      return CredentialText.Kind.API_KEY;
    }

    @Override
    public Optional<StoredCredential<CallerAuthentication>> find(UUID id) {
      return rows.find(id)
          .filter(row -> row.revokedAt() == null)
          .map(
              row ->
                  new StoredCredential<>(authentication(row), row.secretHash(), row.expiresAt()));
    }

    @Override
    public void touch(UUID id, Instant at) {
      rows.touch(id, at);
    }

    private static CallerAuthentication authentication(ApiKeyRow row) {
      return new CallerAuthentication(
          new OrganizationCaller(
              row.organization(),
              new ApiKeyId(row.id()).toString(),
              Scopes.read(row.scopes(), Permission.OF_PROJECT)),
          row.project(),
          Credential.API_KEY);
    }
  }

  /** Apart from {@link #writeLastUses}: a method of the life cycle is not scheduled. */
  @PreDestroy
  void writeLastUsesAtLast() {
    writeLastUses();
  }
}
