package dev.hawser.identity.internal.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hawser.core.config.Secret;
import dev.hawser.core.time.SystemTime;
import dev.hawser.identity.MailSettings.Tls;
import dev.hawser.identity.internal.mail.MailFailedException.Outlook;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;

class MailSenderIT {
  private static final String TO = "bob@acme.example";
  private static final Letter LETTER =
      new Letter("Grüße", List.of("Hello Bob"), new Letter.Link("Go", "https://h/x#t"), "Why");
  private static SSLContext tls;

  @BeforeAll
  static void certificate() throws Exception {
    tls = TestCertificate.context();
  }

  private static MailSender sender(int port, Tls how, Optional<String> password) {
    return new MailSender(
        Optional.of(
            new SmtpServer(
                "localhost",
                port,
                password.map(given -> "hawser"),
                password.map(Secret::new),
                "Hawser <hawser@acme.example>",
                how)),
        tls.getSocketFactory(),
        SystemTime.SOURCE);
  }

  private static MailFailedException failure(MailSender sender, String to) {
    return catchThrowableOfType(
        MailFailedException.class, () -> sender.send(UUID.randomUUID(), to, LETTER));
  }

  @Test
  void a_mail_is_sent_signed_in_and_under_tls() throws Exception {
    AtomicInteger protectedLogins = new AtomicInteger();
    try (MailTrap trap =
        MailTrap.start(
            builder ->
                builder
                    .enableTLS()
                    .requireTLS()
                    .startTlsSocketFactory(tls)
                    .requireAuth()
                    .authenticationHandlerFactory(
                        new EasyAuthenticationHandlerFactory(
                            (name, password, context) -> {
                              if (!name.equals("hawser") || !password.equals("pass word")) {
                                throw new LoginFailedException();
                              }
                              protectedLogins.incrementAndGet();
                            })))) {
      UUID id = UUID.randomUUID();
      sender(trap.port(), Tls.STARTTLS, Optional.of("pass word")).send(id, TO, LETTER);
      assertThat(protectedLogins).hasValue(1);
      MailTrap.Mail mail = trap.mails().getFirst();
      assertThat(mail.from()).isEqualTo("hawser@acme.example");
      assertThat(mail.to()).isEqualTo(TO);
      assertThat(mail.subject()).isEqualTo("Grüße");
      assertThat(mail.header("From")).isEqualTo("Hawser <hawser@acme.example>");
      assertThat(mail.header("Message-ID")).isEqualTo("<" + id + "@acme.example>");
      assertThat(mail.header("Date")).matches("\\w{3}, \\d{1,2} \\w{3} \\d{4} .* (GMT|\\+0000)");
      assertThat(mail.text()).contains("Hello Bob", "https://h/x#t");
      assertThat(mail.html()).contains("<p ", "Hello Bob");

      MailFailedException wrong =
          failure(sender(trap.port(), Tls.STARTTLS, Optional.of("wrong")), TO);
      assertThat(wrong.why()).isEqualTo("the mail server refuses our name or password");
      assertThat(wrong.outlook()).isEqualTo(Outlook.TRY_AGAIN);
      assertThat(trap.mails()).hasSize(1);
    }
  }

  @Test
  void nothing_is_said_to_a_server_without_starttls_or_that_is_not_trusted() {
    try (MailTrap plain = MailTrap.start(builder -> builder);
        MailTrap secure =
            MailTrap.start(builder -> builder.enableTLS().startTlsSocketFactory(tls))) {
      MailFailedException clear = failure(sender(plain.port(), Tls.STARTTLS, Optional.empty()), TO);
      assertThat(clear.why()).isEqualTo("the mail server does not offer STARTTLS");
      MailSender distrusting =
          new MailSender(
              Optional.of(
                  new SmtpServer(
                      "localhost",
                      secure.port(),
                      Optional.empty(),
                      Optional.empty(),
                      "hawser@acme.example",
                      Tls.STARTTLS)),
              (SSLSocketFactory) SSLSocketFactory.getDefault(),
              SystemTime.SOURCE);
      MailFailedException stranger = failure(distrusting, TO);
      assertThat(stranger.why()).isEqualTo("the connection to the mail server cannot be protected");
      assertThat(plain.mails()).isEmpty();
      assertThat(secure.mails()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bob@acme.example\r\nBcc: eve@evil.example",
        "bob@acme.example, eve@evil.example",
        "Bob <bob@acme.example>",
        "bob@acme.example\n",
        "bob",
        "",
      })
  void an_address_is_one_address_and_nothing_else(String address) {
    try (MailTrap trap = MailTrap.start()) {
      MailFailedException refused =
          failure(sender(trap.port(), Tls.NONE, Optional.empty()), address);
      assertThat(refused.outlook()).isEqualTo(Outlook.HOPELESS);
      assertThat(trap.mails()).isEmpty();
    }
  }

  @Test
  void a_subject_cannot_add_a_header() throws Exception {
    try (MailTrap trap = MailTrap.start()) {
      Letter evil =
          new Letter("Hi\r\nBcc: eve@evil.example\r\n\r\n<b>body</b>", List.of("x"), null, "y");
      sender(trap.port(), Tls.NONE, Optional.empty()).send(UUID.randomUUID(), TO, evil);
      MailTrap.Mail mail = trap.mails().getFirst();
      assertThat(mail.to()).isEqualTo(TO);
      assertThat(mail.raw()).doesNotContain("\nBcc:");
      assertThat(mail.subject()).startsWith("Hi  Bcc: eve@evil.example");
    }
  }

  @Test
  void a_refusal_for_ever_is_told_from_one_for_now() {
    MailSender nobody;
    try (MailTrap trap = MailTrap.start()) {
      nobody = sender(trap.port(), Tls.NONE, Optional.empty());
      trap.refuse(TO, 550);
      MailFailedException forEver = failure(nobody, TO);
      assertThat(forEver.outlook()).isEqualTo(Outlook.HOPELESS);
      assertThat(forEver.why()).isEqualTo("the mail server refuses the address (550)");
      trap.refuse(TO, 450);
      assertThat(failure(nobody, TO).outlook()).isEqualTo(Outlook.TRY_AGAIN);
      trap.refuseAll(554);
      MailFailedException spam = failure(nobody, "ada@acme.example");
      assertThat(spam.outlook()).isEqualTo(Outlook.HOPELESS);
      assertThat(spam.why()).isEqualTo("the mail server refuses the mail (554)");
      trap.refuseAll(451);
      assertThat(failure(nobody, "ada@acme.example").outlook()).isEqualTo(Outlook.TRY_AGAIN);
      assertThat(spam.detail()).contains("not now");
    }
    MailFailedException down = failure(nobody, TO);
    assertThat(down.outlook()).isEqualTo(Outlook.TRY_AGAIN);
    assertThat(down.why()).isEqualTo("the mail server cannot be reached");
  }

  @Test
  void without_a_server_nothing_is_sent() {
    MailSender none = new MailSender(Optional.empty(), tls.getSocketFactory(), SystemTime.SOURCE);
    assertThat(none.isConfigured()).isFalse();
    assertThat(failure(none, TO).outlook()).isEqualTo(Outlook.TRY_AGAIN);
    assertThatThrownBy(none::require).hasMessageContaining("no mail server");
  }
}
