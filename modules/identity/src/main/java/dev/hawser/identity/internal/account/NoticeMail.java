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
 * Tells the owner of an account what happens to it, at the address that it had, so that a theft is
 * noticed. Its subject is the user.
 */
abstract sealed class NoticeMail implements MailKind {
  static final String EMAIL = "email-change-notice";
  static final String PASSWORD = "password-reset-notice";
  private static final Logger LOG = LoggerFactory.getLogger(NoticeMail.class);

  private final MemberRepository members;

  private NoticeMail(MemberRepository members) {
    this.members = members;
  }

  abstract Letter letter();

  @Override
  public final Optional<Letter> write(MailOrder order) {
    return members.findAnywhere(order.subject()).map(user -> letter());
  }

  @Override
  public final void sent(MailOrder order) {
    LOG.debug("{} is sent", order);
  }

  @Override
  public final void failed(MailOrder order, String why) {
    LOG.debug("{} will not be sent: {}", order, why);
  }

  /** Another address is to be confirmed. */
  @Singleton
  static final class OfEmail extends NoticeMail {
    OfEmail(MemberRepository members) {
      super(members);
    }

    @Override
    public String id() {
      return EMAIL;
    }

    @Override
    Letter letter() {
      return new Letter(
          "Your e-mail address is to be changed",
          List.of(
              "Somebody who is signed in to your account on Hawser has entered another e-mail"
                  + " address. It holds as soon as it is confirmed by a mail to that address.",
              "If it was not you, end all sessions, set another password and tell an"
                  + " administrator."),
          null,
          "This mail came because this is the address of an account.");
    }
  }

  /** The password is another one. */
  @Singleton
  static final class OfPassword extends NoticeMail {
    OfPassword(MemberRepository members) {
      super(members);
    }

    @Override
    public String id() {
      return PASSWORD;
    }

    @Override
    Letter letter() {
      return new Letter(
          "Your password was changed",
          List.of(
              "The password of your account on Hawser was set anew by a link, and all sessions were"
                  + " ended.",
              "If it was not you, ask for a new password at once and tell an administrator."),
          null,
          "This mail came because this is the address of an account.");
    }
  }
}
