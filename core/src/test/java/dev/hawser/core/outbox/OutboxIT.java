package dev.hawser.core.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.id.Uuid7;
import dev.hawser.testing.TestDatabase;
import dev.hawser.testing.TestServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxIT {
  private static final String NAME = "things.happened.v1";

  private final TestDatabase database = TestServers.newDatabase();
  private final Uuid7 ids = new Uuid7(Clock.systemUTC());
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final OutboxTable table = new OutboxTable("module");
  private final List<String> seen = new ArrayList<>();
  private Consumer<OutboxEvent> each = event -> {};
  private final OutboxDelivery delivery = delivery();

  private OutboxDelivery delivery() {
    DataSource dataSource =
        (DataSource)
            Proxy.newProxyInstance(
                DataSource.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> database.connect());
    OutboxHandler handler =
        new OutboxHandler() {
          @Override
          public String name() {
            return NAME;
          }

          @Override
          public void handle(List<OutboxEvent> events) {
            events.forEach(each);
            events.forEach(event -> seen.add(event.payload()));
          }
        };
    return new OutboxDelivery(
        new OutboxSource("module", dataSource),
        Map.of(NAME, handler),
        new OutboxMetrics(Optional.of(meters)));
  }

  @BeforeEach
  void createTable() throws SQLException {
    execute("create schema module");
    execute(
        """
        create table module.outbox (
          number     bigint      generated always as identity primary key,
          id         uuid        not null unique,
          name       text        not null,
          payload    json        not null,
          created_at timestamptz not null default now(),
          attempts   int         not null default 0,
          due_at     timestamptz not null default now()
        )
        """);
  }

  @AfterEach
  void drop() {
    database.close();
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long count(String where) throws SQLException {
    try (Connection connection = database.connect();
        var statement = connection.createStatement();
        var row = statement.executeQuery("select count(*) from module.outbox where " + where)) {
      row.next();
      return row.getLong(1);
    }
  }

  private void append(int... payloads) throws SQLException {
    List<OutboxEvent> events = new ArrayList<>();
    for (int payload : payloads) {
      events.add(new OutboxEvent(ids.next(), NAME, Integer.toString(payload)));
    }
    try (Connection connection = database.connect()) {
      table.append(connection, events);
    }
  }

  @Test
  void events_are_handled_in_their_order_and_then_forgotten() throws Exception {
    int[] many = new int[OutboxDelivery.BATCH * 2 + 1];
    for (int i = 0; i < many.length; i++) {
      many[i] = i;
    }
    append(many);
    delivery.run(() -> true);
    assertThat(seen).hasSize(many.length);
    for (int i = 0; i < many.length; i++) {
      assertThat(seen.get(i)).isEqualTo(Integer.toString(i));
    }
    assertThat(count("true")).isZero();
    assertThat(meters.counter("hawser.outbox.delivered", "module", "module").count())
        .isEqualTo(many.length);
  }

  @Test
  void what_is_rolled_back_never_was_and_the_same_event_is_kept_once() throws Exception {
    OutboxEvent event = new OutboxEvent(ids.next(), NAME, "1");
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      table.append(connection, List.of(event));
      connection.rollback();
      delivery.run(() -> true);
      assertThat(seen).isEmpty();
      table.append(connection, List.of(event, event));
      table.append(connection, List.of(event));
      delivery.run(() -> true);
      assertThat(seen).as("before the commit").isEmpty();
      connection.commit();
    }
    delivery.run(() -> true);
    assertThat(seen).containsExactly("1");
  }

  @Test
  void one_that_dies_between_handling_and_forgetting_leaves_the_events_for_the_next()
      throws Exception {
    append(1, 2);
    each =
        event -> {
          if (event.payload().equals("2")) {
            throw new StackOverflowError("as good as a kill: nothing is caught");
          }
        };
    assertThatThrownBy(() -> delivery.run(() -> true)).isInstanceOf(StackOverflowError.class);
    assertThat(count("attempts = 0")).isEqualTo(2);
    each = event -> {};
    delivery.run(() -> true);
    assertThat(seen).containsExactly("1", "2");
  }

  @Test
  void a_poisoned_event_waits_longer_and_longer_and_the_others_go_on() throws Exception {
    append(1, 2, 3);
    each =
        event -> {
          if (event.payload().equals("2")) {
            throw new IllegalArgumentException("poison");
          }
        };
    delivery.run(() -> true);
    assertThat(seen).containsExactly("1", "3");
    assertThat(
            count(
                "attempts = 1 and due_at > created_at + interval '1 second'"
                    + " and due_at < now() + interval '3 seconds'"))
        .isEqualTo(1);
    for (int i = 1; i < OutboxRows.PARKED_AFTER; i++) {
      assertThat(meters.get("hawser.outbox.parked").gauge().value()).isZero();
      execute("update module.outbox set due_at = now()");
      delivery.run(() -> true);
    }
    assertThat(count("due_at > now() + interval '59 minutes'")).isEqualTo(1);
    assertThat(meters.get("hawser.outbox.parked").gauge().value()).isOne();
    append(4);
    each = event -> {};
    delivery.run(() -> true);
    assertThat(seen).containsExactly("1", "3", "4");
    execute("update module.outbox set due_at = now()");
    delivery.run(() -> true);
    assertThat(seen).containsExactly("1", "3", "4", "2");
  }

  @Test
  void when_a_handler_can_do_nothing_now_no_event_is_to_blame() throws Exception {
    append(1, 2);
    each =
        event -> {
          throw new HawserException.Unavailable(new ErrorCode("core.test"), "down", null);
        };
    assertThatThrownBy(() -> delivery.run(() -> true))
        .isInstanceOf(HawserException.Unavailable.class);
    assertThat(count("attempts = 0 and due_at <= now()")).isEqualTo(2);
  }

  @Test
  void events_that_nobody_handles_yet_are_kept() throws Exception {
    try (Connection connection = database.connect()) {
      table.append(connection, List.of(new OutboxEvent(ids.next(), "things.other.v9", "{}")));
    }
    delivery.run(() -> true);
    assertThat(count("attempts = 1")).isEqualTo(1);
  }

  @Test
  void two_that_deliver_at_once_do_not_get_the_same_and_do_not_wait() throws Exception {
    append(1, 2);
    each =
        event -> {
          if (seen.isEmpty()) {
            seen.add("other");
            try {
              delivery.run(() -> true);
            } catch (SQLException e) {
              throw new IllegalStateException(e);
            }
          }
        };
    delivery.run(() -> true);
    assertThat(seen).containsExactly("other", "1", "2");
  }

  @Test
  void pauses_grow_to_an_hour_and_no_further() {
    assertThat(OutboxRows.pause(0)).isEqualTo(Duration.ofSeconds(2));
    assertThat(OutboxRows.pause(6)).isEqualTo(Duration.ofSeconds(128));
    assertThat(OutboxRows.pause(7)).isEqualTo(Duration.ofHours(1));
    assertThat(OutboxRows.pause(1_000_000)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void names_of_tables_and_events_have_a_form() {
    assertThatThrownBy(() -> new OutboxTable("a;b")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new OutboxEvent(ids.next(), "ThingHappened", "{}"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
