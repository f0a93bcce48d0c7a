package dev.hawser.identity;

import dev.hawser.core.config.Secret;
import dev.hawser.core.config.Setting;
import dev.hawser.core.config.SettingValues;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.List;
import java.util.Optional;

/** The SMTP server that takes our mails. Without a host no mail is sent, and links are shown. */
public final class MailSettings {
  /** How the connection to the server is protected. */
  public enum Tls {
    /** Begins in the clear and must change to TLS before anything is said. */
    STARTTLS,
    /** TLS from the first byte. */
    IMPLICIT,
    /** None: for a server on the same machine or network. */
    NONE
  }

  public static final Setting<String> HOST =
      new Setting<>(
          "hawser.mail.host",
          "a host name",
          null,
          "SMTP server that takes our mails; without one, links are shown to who asks for them",
          false,
          MailSettings::host);

  public static final Setting<Integer> PORT =
      Setting.integer(
          "hawser.mail.port", 1, 65_535, 587, "Its port; usually 587, or 465 with implicit TLS");

  public static final Setting<String> USERNAME =
      Setting.text("hawser.mail.username", null, "Name to sign in with; without one, none is used");

  public static final Setting<Secret> PASSWORD =
      Setting.secret("hawser.mail.password", "Password to sign in with");

  public static final Setting<String> FROM =
      new Setting<>(
          "hawser.mail.from",
          "an address such as hawser@example.com or Hawser <hawser@example.com>",
          null,
          "Sender of our mails; needed when there is a host",
          false,
          MailSettings::sender);

  public static final Setting<Tls> TLS =
      Setting.choice(
          "hawser.mail.tls",
          Tls.STARTTLS,
          "How the connection is protected: starttls and implicit accept only servers with a valid"
              + " certificate; none sends everything in the clear");

  public static final Setting<Integer> INVITATIONS =
      Setting.integer(
          "hawser.mail.invitations-per-hour",
          1,
          1_000_000,
          200,
          "Invitations that one organization can have mailed in an hour; more are answered 429");

  public static final List<Setting<?>> ALL =
      List.of(HOST, PORT, USERNAME, PASSWORD, FROM, TLS, INVITATIONS);

  private MailSettings() {}

  /** What is wrong with these settings together, as a sentence; empty when nothing is. */
  public static Optional<String> problem(SettingValues settings) {
    if (settings.find(HOST).isEmpty()) {
      return Optional.empty();
    }
    if (settings.find(FROM).isEmpty()) {
      return Optional.of("There is a mail server (" + HOST.key() + ") but no " + FROM.key());
    }
    if (settings.find(PublicUrl.SETTING).isEmpty()) {
      return Optional.of(
          "There is a mail server ("
              + HOST.key()
              + ") but no "
              + PublicUrl.SETTING.key()
              + ", with which links in mails begin");
    }
    if (settings.find(USERNAME).isPresent() != settings.find(PASSWORD).isPresent()) {
      return Optional.of("Of " + USERNAME.key() + " and " + PASSWORD.key() + " there is only one");
    }
    return Optional.empty();
  }

  private static String host(String text) {
    if (text.isBlank() || text.chars().anyMatch(c -> c <= ' ' || c == '/')) {
      throw new IllegalArgumentException();
    }
    return text;
  }

  private static String sender(String text) {
    try {
      InternetAddress address = new InternetAddress(text, true);
      if (text.chars().anyMatch(Character::isISOControl) || !address.getAddress().contains("@")) {
        throw new IllegalArgumentException();
      }
      return text;
    } catch (AddressException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
