package dev.hawser.identity.internal.mail;

import dev.hawser.core.config.Secret;
import dev.hawser.core.config.SettingValues;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.identity.internal.mail.MailFailedException.Outlook;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLSocketFactory;

/** Hands a mail to the SMTP server, once. May block for about a minute; for any thread. */
@Singleton
public final class MailSender {
  private static final ErrorCode NO_SERVER = new ErrorCode("identity.mail-not-configured");
  private static final String UTF_8 = StandardCharsets.UTF_8.name();

  private final Optional<SmtpServer> server;
  private final SSLSocketFactory trusting;
  private final InstantSource clock;

  @Inject
  MailSender(SettingValues settings, InstantSource clock) {
    this(SmtpServer.of(settings), (SSLSocketFactory) SSLSocketFactory.getDefault(), clock);
  }

  /**
   * @param trusting makes the protected connections, and says which servers are trusted
   */
  MailSender(Optional<SmtpServer> server, SSLSocketFactory trusting, InstantSource clock) {
    this.server = server;
    this.trusting = trusting;
    this.clock = clock;
  }

  /** Whether there is a server; without one, links are shown to who asks for them. */
  public boolean isConfigured() {
    return server.isPresent();
  }

  /**
   * Refuses what cannot be done without mails.
   *
   * @throws HawserException.Conflict when there is no server
   */
  public void require() {
    if (!isConfigured()) {
      throw new HawserException.Conflict(
          NO_SERVER, "This needs a mail, and this installation has no mail server.");
    }
  }

  /**
   * Sends a mail.
   *
   * @param id becomes its Message-ID, so that programs can tell a repetition
   * @throws MailFailedException when it was not taken, or nobody can tell
   */
  public void send(UUID id, String address, Letter letter) throws MailFailedException {
    SmtpServer smtp =
        server.orElseThrow(
            () ->
                new MailFailedException(
                    Outlook.TRY_AGAIN, "there is no mail server in the settings", null));
    InternetAddress to = address(address);
    try {
      Session session = Session.getInstance(smtp.properties(trusting));
      MimeMessage message = new NamedMessage(session, id, new InternetAddress(smtp.from(), true));
      message.setRecipient(Message.RecipientType.TO, to);
      message.setSubject(letter.subject(), UTF_8);
      message.setHeader(
          "Date",
          DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atOffset(ZoneOffset.UTC)));
      message.setHeader("Auto-Submitted", "auto-generated");
      message.setContent(alternatives(letter));
      message.saveChanges();
      try (Transport transport = session.getTransport("smtp")) {
        transport.connect(
            smtp.username().orElse(null), smtp.password().map(Secret::reveal).orElse(null));
        transport.sendMessage(message, message.getAllRecipients());
      }
    } catch (MessagingException e) {
      throw SmtpErrors.classify(e);
    }
  }

  private static MimeMultipart alternatives(Letter letter) throws MessagingException {
    MimeBodyPart text = new MimeBodyPart();
    text.setText(letter.text(), UTF_8);
    MimeBodyPart html = new MimeBodyPart();
    html.setText(letter.html(), UTF_8, "html");
    return new MimeMultipart("alternative", text, html);
  }

  /** One address and nothing else: no list, no name, no line break. */
  private static InternetAddress address(String text) throws MailFailedException {
    try {
      InternetAddress[] all = InternetAddress.parse(text, true);
      if (all.length == 1
          && text.indexOf('@') > 0
          && text.equals(all[0].getAddress())
          && text.chars().noneMatch(Character::isISOControl)) {
        return all[0];
      }
      throw new MailFailedException(Outlook.HOPELESS, "the address is malformed", null);
    } catch (AddressException e) {
      throw new MailFailedException(Outlook.HOPELESS, "the address is malformed", e);
    }
  }

  private static final class NamedMessage extends MimeMessage {
    private final String messageId;

    NamedMessage(Session session, UUID id, InternetAddress from) throws MessagingException {
      super(session);
      setFrom(from);
      String domain = from.getAddress().substring(from.getAddress().lastIndexOf('@'));
      this.messageId = "<" + id + domain + ">";
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", messageId);
    }
  }
}
