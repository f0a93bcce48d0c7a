package dev.hawser.identity.internal.account;

import dev.hawser.identity.internal.mail.Letter;
import dev.hawser.identity.internal.mail.MailKind;
import dev.hawser.identity.internal.mail.MailOrder;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks whether an address is a user's. Its subject is the user, its address the one in question.
 */
@Singleton
final class ConfirmationMail implements MailKind {
  static final String ID = "email-confirmation";
  private static final Logger LOG = LoggerFactory.getLogger(ConfirmationMail.class);

  private final MemberRepository members;
  private final OneTimeTokens tokens;
  private final Links links;

  ConfirmationMail(MemberRepository members, OneTimeTokens tokens, Links links) {
    this.members = members;
    this.tokens = tokens;
    this.links = links;
  }

  @Override
  public String id() {
    return ID;
  }

  /** Nothing for an address that somebody else has: they are not to be bothered. */
  @Override
  public Optional<Letter> write(MailOrder order) {
    boolean foreign =
        members
            .findByEmail(order.address())
            .filter(owner -> !owner.id().equals(order.subject()))
            .isPresent();
    return foreign
        ? Optional.empty()
        : members.findAnywhere(order.subject()).map(user -> letter(user, order.address()));
  }

  private Letter letter(MemberRow user, String address) {
    return new Letter(
        "Confirm your e-mail address",
        List.of(
            "Please confirm that " + address + " is the address of your account on Hawser.",
            "The link works once and holds for a day."),
        new Letter.Link(
            "Confirm the address", links.full(Links.email(tokens.ofEmail(user, address)))),
        "This mail came because somebody entered your address. If it was not you, do nothing.");
  }

  @Override
  public void sent(MailOrder order) {
    LOG.debug("{} is sent", order);
  }

  @Override
  public void failed(MailOrder order, String why) {
    LOG.debug("{} will not be sent: {}", order, why); // its reader asks for another
  }
}
