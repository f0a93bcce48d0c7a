package dev.hawser.identity.internal.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/** A real SMTP server that keeps what it gets, and refuses what a test wants refused. */
public final class MailTrap implements AutoCloseable {
  /** A mail as it came. */
  public record Mail(String from, String to, byte[] bytes) {
    public String raw() {
      return new String(bytes, UTF_8);
    }

    public String header(String name) {
      try {
        return String.join("|", message().getHeader(name));
      } catch (MessagingException e) {
        throw new AssertionError(e);
      }
    }

    public String subject() {
      try {
        return message().getSubject();
      } catch (MessagingException e) {
        throw new AssertionError(e);
      }
    }

    public String text() {
      return part(0);
    }

    public String html() {
      return part(1);
    }

    /** What stands behind the # of its link. */
    public String token() {
      String text = text();
      int at = text.indexOf('#');
      assertThat(at).as(text).isPositive();
      return text.substring(at + 1, text.indexOf('\n', at)).strip();
    }

    private String part(int number) {
      try {
        return (String) ((Multipart) message().getContent()).getBodyPart(number).getContent();
      } catch (MessagingException | IOException e) {
        throw new AssertionError(e);
      }
    }

    private MimeMessage message() throws MessagingException {
      Session session = Session.getInstance(new Properties());
      return new MimeMessage(session, new ByteArrayInputStream(bytes));
    }
  }

  private final List<Mail> mails = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> refused = new ConcurrentHashMap<>();
  private final AtomicReference<Integer> refusal = new AtomicReference<>(0);
  private final SMTPServer server;

  private MailTrap(UnaryOperator<SMTPServer.Builder> how) {
    SMTPServer.Builder builder =
        SMTPServer.port(0)
            .bindAddress(InetAddress.getLoopbackAddress())
            .messageHandlerFactory(Handler::new);
    server = how.apply(builder).build();
    server.start();
  }

  /** Without TLS and names. */
  public static MailTrap start() {
    return start(builder -> builder);
  }

  static MailTrap start(UnaryOperator<SMTPServer.Builder> how) {
    return new MailTrap(how);
  }

  public int port() {
    return server.getPortAllocated();
  }

  /** What came, oldest first. */
  public List<Mail> mails() {
    return List.copyOf(mails);
  }

  /** What came for an address. */
  public List<Mail> mailsTo(String address) {
    return mails.stream().filter(mail -> mail.to().equals(address)).toList();
  }

  /** Refuses a recipient with a code. */
  public void refuse(String address, int code) {
    refused.put(address, code);
  }

  /** Refuses all mails with a code; 0 takes them again. */
  public void refuseAll(int code) {
    refusal.set(code);
  }

  public void clear() {
    mails.clear();
  }

  @Override
  public void close() {
    server.stop();
  }

  private final class Handler implements MessageHandler {
    private String from = "";
    private String to = "";

    @SuppressWarnings("unused") // the factory's form
    Handler(MessageContext context) {}

    @Override
    public void from(String address) {
      from = address;
    }

    @Override
    public void recipient(String address) throws RejectException {
      Integer code = refused.get(address);
      if (code != null) {
        throw new RejectException(code, "not here");
      }
      to = to.isEmpty() ? address : to + "," + address;
    }

    @Override
    public String data(InputStream data) throws RejectException {
      int code = refusal.get();
      try {
        byte[] bytes = data.readAllBytes();
        if (code > 0) {
          throw new RejectException(code, "not now");
        }
        mails.add(new Mail(from, to, bytes));
        return "taken";
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void done() {
      // nothing is held
    }
  }
}
