package dev.hawser.identity.internal.mail;

import dev.hawser.identity.internal.mail.MailFailedException.Outlook;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/** What an error of the SMTP library means: the one place that knows reply codes (RFC 5321). */
final class SmtpErrors {
  private SmtpErrors() {}

  static MailFailedException classify(MessagingException error) {
    for (Throwable one = error; one != null; one = next(one)) {
      MailFailedException known = known(one, error);
      if (known != null) {
        return known;
      }
    }
    return tryAgain("the mail server cannot be reached", error);
  }

  private static @Nullable MailFailedException known(Throwable one, MessagingException error) {
    return switch (one) {
      case SMTPAddressFailedException refused ->
          refused(refused.getReturnCode(), "the mail server refuses the address", error);
      case SMTPSenderFailedException refused ->
          tryAgain("the mail server refuses our sender" + code(refused.getReturnCode()), error);
      case SMTPSendFailedException refused when !(next(refused) instanceof SendFailedException) ->
          refused(refused.getReturnCode(), "the mail server refuses the mail", error);
      case AuthenticationFailedException refused ->
          tryAgain("the mail server refuses our name or password", error);
      case SSLException broken ->
          tryAgain("the connection to the mail server cannot be protected", error);
      case IOException broken -> tryAgain("the mail server cannot be reached", error);
      default ->
          String.valueOf(one.getMessage()).contains("STARTTLS")
              ? tryAgain("the mail server does not offer STARTTLS", error)
              : null;
    };
  }

  /** 5xx is for ever. */
  private static MailFailedException refused(int code, String why, MessagingException error) {
    Outlook outlook = code >= 500 && code < 600 ? Outlook.HOPELESS : Outlook.TRY_AGAIN;
    return new MailFailedException(outlook, why + code(code), error);
  }

  private static MailFailedException tryAgain(String why, MessagingException error) {
    return new MailFailedException(Outlook.TRY_AGAIN, why, error);
  }

  private static String code(int code) {
    return code > 0 ? " (" + code + ")" : "";
  }

  private static @Nullable Throwable next(Throwable error) {
    return error instanceof MessagingException messaging && messaging.getNextException() != null
        ? messaging.getNextException()
        : error.getCause();
  }
}
