package dev.hawser.identity.internal.account;

import dev.hawser.identity.internal.mail.Letter;
import dev.hawser.identity.internal.mail.MailKind;
import dev.hawser.identity.internal.mail.MailOrder;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells who has invited somebody that the person has joined. Its subject is the invitation. */
@Singleton
final class AcceptedMail implements MailKind {
  static final String ID = "invitation-accepted";
  private static final Logger LOG = LoggerFactory.getLogger(AcceptedMail.class);

  private final InvitationRepository rows;
  private final MemberRepository members;

  AcceptedMail(InvitationRepository rows, MemberRepository members) {
    this.rows = rows;
    this.members = members;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Optional<Letter> write(MailOrder order) {
    return rows.findAnywhere(order.subject())
        .filter(row -> row.acceptedBy() != null)
        .flatMap(row -> members.find(row.organization(), Objects.requireNonNull(row.acceptedBy())))
        .map(
            member -> {
              String organization = rows.organizationName(member.organization()).orElseThrow();
              String who =
                  member.name().equals(member.email())
                      ? member.email()
                      : member.name() + " (" + member.email() + ")";
              return new Letter(
                  member.name() + " has joined " + organization,
                  List.of(
                      who
                          + " has accepted your invitation and is now a member of "
                          + organization
                          + " as "
                          + member.role()
                          + "."),
                  null,
                  "This mail came because you sent the invitation.");
            });
  }

  @Override
  public void sent(MailOrder order) {
    LOG.debug("{} is sent", order);
  }

  @Override
  public void failed(MailOrder order, String why) {
    LOG.debug("{} will not be sent: {}", order, why); // the list of invitations tells as well
  }
}
