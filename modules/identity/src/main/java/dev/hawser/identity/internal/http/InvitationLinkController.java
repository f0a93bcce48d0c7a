package dev.hawser.identity.internal.http;

import dev.hawser.core.config.Secret;
import dev.hawser.core.http.JsonBody;
import dev.hawser.identity.internal.account.Acceptance;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** For who has the link of an invitation. The token is in bodies only: paths get into logs. */
@Controller("/api/v1/invitations")
@Secured(SecurityRule.IS_ANONYMOUS)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Members")
final class InvitationLinkController {
  /**
   * @param token what stands behind the # of the link
   */
  @Serdeable
  @Schema(name = "LinkToken")
  record LinkToken(String token) {
    @Override
    public String toString() {
      return "LinkToken[***]";
    }
  }

  /**
   * @param organization its name
   * @param invitedBy the name of who invites
   */
  @Serdeable
  @Schema(name = "InvitationOffer")
  record OfferView(
      String organization, String email, String role, String invitedBy, Instant expiresAt) {}

  /**
   * @param password at least 12 characters, not a common one
   */
  @Serdeable
  @Schema(name = "InvitationAcceptance")
  record AcceptanceInput(
      String token, @Nullable String firstName, @Nullable String lastName, String password) {
    @Override
    public String toString() {
      return "AcceptanceInput[***]";
    }
  }

  /**
   * @param organization its name
   */
  @Serdeable
  @Schema(name = "JoinedMember")
  record JoinedView(String id, String email, String organizationId, String organization) {}

  private final Acceptance acceptance;

  InvitationLinkController(Acceptance acceptance) {
    this.acceptance = acceptance;
  }

  /** What a link is for. */
  @Post("/lookup")
  @RequestBody(content = @Content(schema = @Schema(implementation = LinkToken.class)))
  OfferView look(@Body byte[] body) {
    JsonBody fields = JsonBody.read(body);
    Secret token = AccountFields.token(fields);
    fields.check();
    Acceptance.Offer offer = acceptance.look(token);
    return new OfferView(
        offer.organization(),
        offer.email(),
        offer.role().id(),
        offer.invitedBy(),
        offer.expiresAt());
  }

  /** Joins the organization. Works once. */
  @Post("/accept")
  @Status(HttpStatus.CREATED)
  @RequestBody(content = @Content(schema = @Schema(implementation = AcceptanceInput.class)))
  JoinedView accept(@Body byte[] body) {
    JsonBody fields = JsonBody.read(body);
    Secret token = AccountFields.token(fields);
    String firstName = AccountFields.optionalName(fields, "firstName");
    String lastName = AccountFields.optionalName(fields, "lastName");
    Secret password = AccountFields.password(fields);
    fields.check();
    AccountFields.object(fields, password, acceptance.look(token).email());
    fields.check();
    Acceptance.Joined joined =
        acceptance.accept(new Acceptance.NewMember(token, firstName, lastName, password));
    return new JoinedView(
        joined.user().toString(), joined.email(), joined.organization().toString(), joined.name());
  }
}
