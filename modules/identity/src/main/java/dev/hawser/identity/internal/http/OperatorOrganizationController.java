package dev.hawser.identity.internal.http;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.core.http.IdempotencyKey;
import dev.hawser.core.http.JsonBody;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.identity.EmailAddress;
import dev.hawser.identity.internal.organization.OperatorOrganizations;
import dev.hawser.identity.internal.organization.OperatorOrganizations.Listed;
import dev.hawser.identity.internal.organization.OperatorOrganizations.NewOrganization;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The organizations of the installation, for its operator. */
@Controller("/api/v1/operator/organizations")
@Secured(OperatorAuthentication.ROLE)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Operator")
final class OperatorOrganizationController {
  private static final ErrorCode INVALID = new ErrorCode("core.query-invalid");

  @Serdeable
  @Schema(name = "OrganizationOfInstallation")
  record OrganizationView(String id, String name, Instant createdAt) {
    private static OrganizationView of(Listed organization) {
      return new OrganizationView(
          organization.id().toString(), organization.name(), organization.createdAt());
    }
  }

  /**
   * @param administrator e-mail address of who administers it first; nobody of another organization
   */
  @Serdeable
  @Schema(name = "NewOrganization")
  record OrganizationInput(String name, String administrator) {}

  /**
   * @param url where the administrator sets name and password, for seven days; works once, shown
   *     once
   */
  @Serdeable
  @Schema(name = "CreatedOrganization")
  record CreatedOrganization(String id, String name, Instant createdAt, String url) {
    @Override
    public String toString() {
      return "CreatedOrganization[" + id + "]"; // the link stays out of logs
    }
  }

  private final OperatorOrganizations organizations;

  OperatorOrganizationController(OperatorOrganizations organizations) {
    this.organizations = organizations;
  }

  /**
   * Organizations in the order of their names.
   *
   * @param search only those whose name begins with it, in any case
   */
  @Get
  Page<OrganizationView> list(
      @Nullable @QueryValue String search,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    Page<Listed> page = organizations.list(searchable(search), PageRequest.of(limit, cursor));
    return new Page<>(page.items().stream().map(OrganizationView::of).toList(), page.nextCursor());
  }

  /**
   * Makes an organization with a team named Default, and invites its first administrator. The link
   * is in this answer and nowhere else; a repetition with the same Idempotency-Key gives another
   * one, and the one before stops working.
   */
  @Post
  @Status(HttpStatus.CREATED)
  @RequestBody(content = @Content(schema = @Schema(implementation = OrganizationInput.class)))
  CreatedOrganization create(@Parameter(hidden = true) HttpRequest<?> request, @Body byte[] body) {
    IdempotencyKey key = IdempotencyKey.of(request).orElse(null);
    JsonBody fields = JsonBody.read(body);
    String name = AccountFields.name(fields, "name");
    Optional<EmailAddress> administrator = AccountFields.email(fields, "administrator");
    fields.check();
    OperatorOrganizations.Made made =
        organizations.create(new NewOrganization(name, administrator.orElseThrow(), key));
    Listed one = made.organization();
    return new CreatedOrganization(
        one.id().toString(),
        one.name(),
        one.createdAt(),
        OwnAddress.complete(request, made.link()));
  }

  private static String searchable(@Nullable String search) {
    String text = search == null ? "" : search;
    if (text.length() > AccountFields.MAX_NAME) {
      String message = "search must be a text of at most " + AccountFields.MAX_NAME + " characters";
      throw new HawserException.Invalid(INVALID, message, List.of(Problem.at("/search", message)));
    }
    return text;
  }
}
