package dev.hawser.workflows.internal.store;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import io.micronaut.data.connection.exceptions.ConnectionException;
import io.micronaut.data.connection.jdbc.exceptions.CannotGetJdbcConnectionException;
import io.micronaut.data.exceptions.DataAccessException;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the execution plane reads of workflows, whoever's they are. */
@Singleton
public final class DeployedRows {
  private static final ErrorCode UNAVAILABLE = new ErrorCode("workflows.unavailable");

  private final WorkflowRepository workflows;
  private final VersionRepository versions;

  DeployedRows(WorkflowRepository workflows, VersionRepository versions) {
    this.workflows = workflows;
    this.versions = versions;
  }

  /**
   * @param version null when none is deployed
   * @param sequence grows with every change of the version
   */
  public record Pointer(@Nullable Integer version, long sequence) {}

  public record Stored(UUID project, String name, String definition) {}

  /**
   * Empty when there never was such a workflow.
   *
   * @throws HawserException.Unavailable when Postgres does not answer
   */
  public Optional<Pointer> pointer(UUID workflow) {
    return read(
        () ->
            workflows
                .findAny(workflow)
                .map(row -> new Pointer(row.deployedVersion(), row.deploySequence())));
  }

  /**
   * A version that was deployed at some time; also of a deleted workflow.
   *
   * @throws HawserException.Unavailable when Postgres does not answer
   */
  public Optional<Stored> version(UUID workflow, int version) {
    return read(
        () ->
            versions
                .find(workflow, version)
                .flatMap(
                    row ->
                        workflows
                            .findAny(workflow)
                            .filter(owner -> wasDeployed(owner, row))
                            .map(
                                owner ->
                                    new Stored(owner.projectId(), row.name(), row.definition()))));
  }

  /** A replica of an older release deploys without noting when. */
  private static boolean wasDeployed(WorkflowRow owner, VersionRow row) {
    return row.deployedAt() != null || Objects.equals(owner.deployedVersion(), row.version());
  }

  private static <T> T read(Supplier<T> query) {
    try {
      return query.get();
    } catch (DataAccessException | ConnectionException | CannotGetJdbcConnectionException e) {
      throw new HawserException.Unavailable(
          UNAVAILABLE, "Workflows cannot be looked up now; try again soon.", e);
    }
  }
}
