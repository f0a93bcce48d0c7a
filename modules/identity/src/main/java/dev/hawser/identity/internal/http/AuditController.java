package dev.hawser.identity.internal.http;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.core.json.Json;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.Needs;
import dev.hawser.core.tenancy.OrganizationCaller;
import dev.hawser.identity.internal.audit.AuditFilter;
import dev.hawser.identity.internal.audit.AuditLog;
import dev.hawser.identity.internal.audit.ExportFormat;
import dev.hawser.identity.internal.audit.Verifier;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The audit log of the caller's organization: who changed what, and who read which secrets. */
@Controller("/api/v1/audit")
@Secured(Needs.AUDIT_VIEW)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Audit log")
final class AuditController {
  private static final ErrorCode INVALID = new ErrorCode("identity.audit-query-invalid");

  private final AuditLog log;
  private final Verifier verifier;

  AuditController(AuditLog log, Verifier verifier) {
    this.log = log;
    this.verifier = verifier;
  }

  /**
   * Entries, the newest first. What is older than the retention is in the archive and not here.
   *
   * @param actor only what this user, key or {@code system} did
   * @param action only this action, or those that begin with it and a dot
   * @param target only what was done to the thing with this id or name
   * @param project only what was done in this project
   * @param from only at or after this moment
   * @param to only before this moment
   */
  @Get
  @Produces(MediaType.APPLICATION_JSON)
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = AuditSchemas.AuditPage.class)))
  HttpResponse<byte[]> list(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(hidden = true) OrganizationCaller caller,
      @Nullable @QueryValue String actor,
      @Nullable @QueryValue String action,
      @Nullable @QueryValue String target,
      @Nullable @QueryValue String project,
      @Nullable @QueryValue String from,
      @Nullable @QueryValue String to,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    Page<Map<String, Object>> page =
        log.list(caller.organization(), AuditQuery.filter(request), PageRequest.of(limit, cursor));
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("items", page.items());
    json.put("nextCursor", page.nextCursor());
    return HttpResponse.ok(Json.write(json));
  }

  /**
   * All entries, the oldest first, as a download of any size. With {@code ndjson} each line has the
   * entry exactly as it was hashed, so that the chain can be verified elsewhere.
   *
   * @param format {@code ndjson} (the default) or {@code csv}
   */
  @Get("/export")
  @Produces(MediaType.ALL)
  @ApiResponse(
      responseCode = "200",
      content = {
        @Content(mediaType = "application/x-ndjson", schema = @Schema(type = "string")),
        @Content(mediaType = "text/csv", schema = @Schema(type = "string"))
      })
  HttpResponse<AuditExport> export(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(hidden = true) OrganizationCaller caller,
      @Nullable @QueryValue String format,
      @Nullable @QueryValue String actor,
      @Nullable @QueryValue String action,
      @Nullable @QueryValue String target,
      @Nullable @QueryValue String project,
      @Nullable @QueryValue String from,
      @Nullable @QueryValue String to) {
    ExportFormat wanted =
        ExportFormat.find(format == null ? "ndjson" : format)
            .orElseThrow(() -> invalid("format", "must be ndjson or csv, not " + format));
    AuditFilter filter = AuditQuery.filter(request);
    return HttpResponse.ok(new AuditExport(log.export(caller.organization(), filter, wanted)))
        .contentType(new MediaType(wanted.mediaType()))
        .header("Content-Disposition", "attachment; filename=\"audit." + wanted.ending() + "\"");
  }

  /**
   * Goes along the whole chain and says whether it holds, else where it breaks first.
   *
   * @param anchor a place that was noted before outside of Hawser, {@code <number>:<hash>}: the log
   *     must still go through it
   * @param archive whether to go through the archive too, which may take long
   */
  @Get("/verification")
  @Produces(MediaType.APPLICATION_JSON)
  AuditSchemas.AuditVerification verify(
      @Parameter(hidden = true) OrganizationCaller caller,
      @Nullable @QueryValue String anchor,
      @Nullable @QueryValue Boolean archive) {
    return AuditSchemas.AuditVerification.of(
        verifier.verify(caller.organization(), scope(archive), anchor));
  }

  static Verifier.Scope scope(@Nullable Boolean archive) {
    return archive != null && archive ? Verifier.Scope.LOG_AND_ARCHIVE : Verifier.Scope.LOG;
  }

  static HawserException.Invalid invalid(String parameter, String what) {
    String message = parameter + " " + what;
    return new HawserException.Invalid(
        INVALID, message, List.of(Problem.at("/" + parameter, message)));
  }
}
