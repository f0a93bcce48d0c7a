package dev.hawser.identity.internal.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.hawser.core.error.HawserException;
import dev.hawser.vault.KeyService;
import dev.hawser.vault.KeyServiceException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What can be seen only where the service is ours: its moods, and what it thinks of requests. */
abstract class FakeCloudContract extends CloudKeyContract {
  private static final byte[] DATA_KEY = new byte[32];
  private static final byte[] CONTEXT = "acme".getBytes(UTF_8);

  abstract FakeKeyServer server();

  /** A key that the service does not have. */
  abstract KeyService missing() throws Exception;

  /** The first key, asked for by somebody unknown. */
  abstract KeyService stranger() throws Exception;

  /** What must be in no log. */
  abstract List<String> secrets();

  @AfterEach
  final void nothingWasWrongWithRequests() {
    try {
      assertThat(server().problems()).isEmpty();
    } finally {
      server().close();
    }
  }

  @Test
  final void the_service_says_no_and_later_in_our_terms() throws Exception {
    KeyService service = first();
    try (service) {
      byte[] wrapped = service.wrap(DATA_KEY, CONTEXT);
      server().mode(FakeKeyServer.Mode.BUSY);
      assertFails(service, wrapped, KeyServiceException.Unavailable.class);
      server().mode(FakeKeyServer.Mode.DOWN);
      assertFails(service, wrapped, KeyServiceException.Unavailable.class);
      server().mode(FakeKeyServer.Mode.DENYING);
      assertFails(service, wrapped, KeyServiceException.Refused.class);
      server().mode(FakeKeyServer.Mode.UP);
      assertThat(service.unwrap(wrapped, CONTEXT)).isEqualTo(DATA_KEY);
    }
  }

  @Test
  final void a_silent_service_is_given_up_within_seconds() throws Exception {
    try (KeyService service = first()) {
      byte[] wrapped = service.wrap(DATA_KEY, CONTEXT);
      server().mode(FakeKeyServer.Mode.SILENT);
      long before = System.nanoTime();
      assertThatThrownBy(() -> service.unwrap(wrapped, CONTEXT))
          .isInstanceOf(KeyServiceException.Unavailable.class);
      assertThat(System.nanoTime() - before).isLessThan(10_000_000_000L);
      server().mode(FakeKeyServer.Mode.UP);
    }
  }

  private static void assertFails(
      KeyService service, byte[] wrapped, Class<? extends KeyServiceException> expected) {
    assertThatThrownBy(() -> service.wrap(DATA_KEY, CONTEXT)).isInstanceOf(expected);
    assertThatThrownBy(() -> service.unwrap(wrapped, CONTEXT)).isInstanceOf(expected);
  }

  @Test
  final void a_key_that_is_not_there_and_a_stranger_are_refused_for_good() throws Exception {
    try (KeyService missing = missing();
        KeyService stranger = stranger()) {
      assertThatThrownBy(() -> missing.wrap(DATA_KEY, CONTEXT))
          .isInstanceOf(KeyServiceException.Refused.class);
      assertThatThrownBy(() -> stranger.wrap(DATA_KEY, CONTEXT))
          .isInstanceOf(KeyServiceException.Refused.class);
    }
    server().problems().clear(); // the stranger's
  }

  @Test
  final void nothing_secret_is_logged_or_said() throws Exception {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    var level = root.getLevel();
    log.start();
    root.addAppender(log);
    root.setLevel(ch.qos.logback.classic.Level.DEBUG);
    StringBuilder all = new StringBuilder();
    try (CloudKey key = key(first());
        CloudKey strange = key(stranger())) {
      byte[] wrapped = key.wrap(DATA_KEY, CONTEXT);
      assertThat(key.unwrap(wrapped, CONTEXT)).isEqualTo(DATA_KEY);
      server().mode(FakeKeyServer.Mode.DENYING);
      for (CloudKey each : List.of(key, strange)) {
        try {
          each.unwrapNow(wrapped, CONTEXT);
          throw new AssertionError("it was denied");
        } catch (HawserException.Unavailable e) {
          for (Throwable at = e; at != null; at = at.getCause()) {
            all.append(at);
          }
        }
      }
    } finally {
      root.setLevel(level);
      root.detachAppender(log);
    }
    log.stop();
    assertThat(log.list).isNotEmpty();
    log.list.forEach(event -> all.append(event.getFormattedMessage()).append('\n'));
    assertThat(all.toString()).doesNotContain(secrets());
    server().problems().clear();
  }
}
