package dev.hawser.identity.internal.mail;

import dev.hawser.core.config.Secret;
import dev.hawser.core.config.SettingValues;
import dev.hawser.identity.MailSettings;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;

/** The server that takes our mails, as the settings name it. */
record SmtpServer(
    String host,
    int port,
    Optional<String> username,
    Optional<Secret> password,
    String from,
    MailSettings.Tls tls) {
  private static final int CONNECT_MILLIS = 10_000;
  private static final int IO_MILLIS = 20_000;

  static Optional<SmtpServer> of(SettingValues settings) {
    return settings
        .find(MailSettings.HOST)
        .map(
            host ->
                new SmtpServer(
                    host,
                    settings.get(MailSettings.PORT),
                    settings.find(MailSettings.USERNAME),
                    settings.find(MailSettings.PASSWORD),
                    settings.get(MailSettings.FROM),
                    settings.get(MailSettings.TLS)));
  }

  /** For the library; every wait has a limit. */
  Properties properties(SSLSocketFactory trusting) {
    Properties all = new Properties();
    all.put("mail.smtp.host", host);
    all.put("mail.smtp.port", Integer.toString(port));
    all.put("mail.smtp.auth", Boolean.toString(username.isPresent()));
    all.put("mail.smtp.connectiontimeout", Integer.toString(CONNECT_MILLIS));
    all.put("mail.smtp.timeout", Integer.toString(IO_MILLIS));
    all.put("mail.smtp.writetimeout", Integer.toString(IO_MILLIS));
    all.put("mail.mime.allowutf8", "true");
    all.put("mail.smtp.ssl.checkserveridentity", "true");
    all.put("mail.smtp.ssl.socketFactory", trusting);
    all.put("mail.smtp.ssl.socketFactory.fallback", "false");
    all.put("mail.smtp.ssl.enable", Boolean.toString(tls == MailSettings.Tls.IMPLICIT));
    all.put("mail.smtp.starttls.enable", Boolean.toString(tls == MailSettings.Tls.STARTTLS));
    all.put("mail.smtp.starttls.required", Boolean.toString(tls == MailSettings.Tls.STARTTLS));
    return all;
  }
}
