package dev.hawser.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TokensTest {
  private static final Instant START = Instant.parse("2026-11-25T12:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final AtomicInteger fetched = new AtomicInteger();
  private final AtomicBoolean down = new AtomicBoolean();
  private final Tokens tokens = new Tokens(this::fetch, now::get);

  @Test
  void a_token_is_kept_until_it_is_time_for_another() {
    Token first = tokens.get();
    pass(Duration.ofMinutes(29));

    assertThat(tokens.get()).isEqualTo(first);
    pass(Duration.ofMinutes(1));
    assertThat(tokens.get().bearer().value()).isEqualTo("token 2");
  }

  @Test
  void a_good_token_outlives_an_outage_of_its_source() {
    tokens.get();
    down.set(true);
    pass(Duration.ofMinutes(45));

    assertThat(tokens.get().bearer().value()).isEqualTo("token 1");
    down.set(false);
    pass(Duration.ofMinutes(1));
    assertThat(tokens.get().bearer().value()).isEqualTo("token 2");
  }

  @Test
  void an_expired_token_is_not_used_when_there_is_no_other() {
    tokens.get();
    down.set(true);
    pass(Duration.ofMinutes(60));

    assertThatThrownBy(tokens::get).isInstanceOf(RequestFailure.class);
  }

  @Test
  void a_token_that_was_refused_is_replaced_and_its_successor_stays() {
    Token first = tokens.get();
    tokens.drop(first);
    Token second = tokens.get();
    tokens.drop(first);

    assertThat(second.bearer().value()).isEqualTo("token 2");
    assertThat(tokens.get()).isEqualTo(second);
  }

  private Token fetch() {
    if (down.get()) {
      throw RequestFailure.ofIdentity("the test", RequestFailure.of(new IOException("down")), "");
    }
    Instant issued = now.get();
    return new Token(
        new AzureSecret("token " + fetched.incrementAndGet()),
        issued.plus(Duration.ofMinutes(30)),
        issued.plus(Duration.ofMinutes(60)));
  }

  private void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }
}
