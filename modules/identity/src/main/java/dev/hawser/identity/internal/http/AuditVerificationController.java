package dev.hawser.identity.internal.http;

import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.identity.internal.audit.Verifier;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The audit logs of all organizations, for the operator of the machine: that they hold. */
@Controller("/api/v1/audit/verifications")
@Secured(OperatorAuthentication.ROLE)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Audit log")
final class AuditVerificationController {
  private final Verifier verifier;

  AuditVerificationController(Verifier verifier) {
    this.verifier = verifier;
  }

  /**
   * Goes along the chains of some organizations. It shows no entry of them.
   *
   * @param archive whether to go through the archive too, which may take long
   */
  @Get
  Page<AuditSchemas.AuditVerification> verify(
      @Nullable @QueryValue Boolean archive,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    Page<Verifier.Verification> page =
        verifier.verifyAll(
            AuditController.scope(archive), PageRequest.of(limit == null ? 10 : limit, cursor));
    return new Page<>(
        page.items().stream().map(AuditSchemas.AuditVerification::of).toList(), page.nextCursor());
  }
}
