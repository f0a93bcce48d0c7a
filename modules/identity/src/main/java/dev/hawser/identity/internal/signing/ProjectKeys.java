package dev.hawser.identity.internal.signing;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.postgres.AfterCommit;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.SigningKeyId;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;

/** The active signing keys of projects in use. */
@Singleton
final class ProjectKeys {
  private static final ErrorCode UNKNOWN = new ErrorCode("identity.project-not-found");
  private static final int MOST = 10_000;

  private final SigningKeyRepository rows;
  private final Recent<ProjectId, ProjectKeySet> recent;
  private final AfterCommit afterCommit;

  ProjectKeys(
      SigningKeyRepository rows,
      InstantSource clock,
      @Named(TaskExecutors.BLOCKING) ExecutorService executor,
      @Named("identity") AfterCommit afterCommit) {
    this.afterCommit = afterCommit;
    this.rows = rows;
    this.recent = new Recent<>("signing keys", MOST, clock, executor, this::read);
  }

  /** The keys if memory knows them; never blocks. */
  Optional<ProjectKeySet> quick(ProjectId project) {
    return recent.quick(project);
  }

  /**
   * The keys.
   *
   * @throws HawserException.NotFound when there is no such project
   */
  ProjectKeySet get(ProjectId project) {
    ProjectKeySet keys = quick(project).orElseGet(() -> recent.load(project, this::read));
    if (keys.organization() == null) {
      throw new HawserException.NotFound(UNKNOWN, "There is no project " + project);
    }
    return keys;
  }

  /** They are changed by this transaction. */
  void forget(ProjectId project) {
    afterCommit.run(() -> recent.forget(project));
  }

  private ProjectKeySet read(ProjectId project) {
    List<SigningKeyRow> active = rows.active(project);
    UUID organization =
        active.isEmpty()
            ? rows.organizationOf(project).orElse(null)
            : active.getFirst().organizationId();
    return new ProjectKeySet(
        organization == null ? null : new OrganizationId(organization),
        active.stream().map(ProjectKeys::key).toList());
  }

  static SigningKey key(SigningKeyRow row) {
    return new SigningKey(
        row.id(),
        new SigningKeyId(row.id()).toString(),
        row.publicKey() == null ? null : VerificationKey.decode(row.publicKey()),
        row.keySetUrl() == null ? null : URI.create(row.keySetUrl()),
        row.issuer(),
        row.audience());
  }
}
