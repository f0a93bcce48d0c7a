package dev.hawser.identity.internal.account;

import dev.hawser.identity.InvitationId;
import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.account.OneTimeTokens.Way;
import dev.hawser.identity.internal.mail.Letter;
import dev.hawser.identity.internal.mail.MailKind;
import dev.hawser.identity.internal.mail.MailOrder;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Asks a person to join. Its subject is the invitation. */
@Singleton
final class InvitationMail implements MailKind {
  static final String ID = "invitation";

  private final InvitationRepository rows;
  private final MemberRepository members;
  private final OneTimeTokens tokens;
  private final Links links;
  private final InstantSource clock;

  InvitationMail(
      InvitationRepository rows,
      MemberRepository members,
      OneTimeTokens tokens,
      Links links,
      InstantSource clock) {
    this.rows = rows;
    this.members = members;
    this.tokens = tokens;
    this.links = links;
    this.clock = clock;
  }

  @Override
  public String id() {
    return ID;
  }

  /** With the row locked: a token must not be made behind the back of who takes them away. */
  @Override
  public Optional<Letter> write(MailOrder order) {
    Instant now = clock.instant();
    return rows.findAnywhere(order.subject())
        .flatMap(row -> rows.lock(row.organization(), row.id()))
        .filter(row -> row.isOpen() && row.expiresAt().isAfter(now))
        .filter(row -> order.id().equals(row.mailId()))
        .map(this::letter);
  }

  private Letter letter(InvitationRow row) {
    String organization = rows.organizationName(row.organization()).orElseThrow();
    String inviter =
        UserId.parse(row.invitedBy())
            .flatMap(id -> members.find(row.organization(), id.value()))
            .map(member -> member.name() + " invites you")
            .orElse("You are invited");
    String url = links.full(Links.invitation(tokens.ofInvitation(row, Way.MAILED)));
    return new Letter(
        "Invitation to " + organization,
        List.of(
            inviter + " to join " + organization + " on Hawser as " + row.role() + ".",
            "The link is for you alone, works once, and holds for seven days."),
        new Letter.Link("Join " + organization, url),
        "This mail came because somebody entered your address. If you do not want to join, do"
            + " nothing. Invitation "
            + new InvitationId(row.id())
            + ".");
  }

  @Override
  public void sent(MailOrder order) {
    rows.findAnywhere(order.subject())
        .ifPresent(row -> rows.arrived(row.organization(), row.id(), order.id()));
  }

  @Override
  public void failed(MailOrder order, String why) {
    rows.findAnywhere(order.subject())
        .ifPresent(row -> rows.failed(row.organization(), row.id(), order.id(), why));
  }
}
