package dev.hawser.core.postgres;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Remembers the answers to requests that carry an idempotency key. Key, effect and answer are
 * written in one transaction, the caller's: either all are there or none. A second request with the
 * same key waits until the first one's transaction has ended, and then gets its answer, or does the
 * work itself if that was rolled back.
 *
 * <p>The table lives in the module's schema:
 *
 * <pre>{@code
 * create table idempotency_key (
 *   owner      uuid        not null,
 *   key        text        not null,
 *   request    bytea       not null,
 *   answer     text        not null,
 *   created_at timestamptz not null,
 *   primary key (owner, key)
 * );
 * create index idempotency_key_age on idempotency_key (created_at);
 * }</pre>
 */
public final class IdempotencyKeys {
  /** How long an answer is given again. */
  public static final Duration REMEMBERED = Duration.ofHours(24);

  private static final Pattern TABLE = Pattern.compile("[a-z_]+\\.[a-z_]+");
  private static final int FORGOTTEN_AT_ONCE = 100;
  private static final ErrorCode REUSED = new ErrorCode("core.idempotency-key-reused");

  private final String table;

  /**
   * @param table with its schema, for example {@code workflows.idempotency_key}
   */
  public IdempotencyKeys(String table) {
    if (!TABLE.matcher(table).matches()) {
      throw new IllegalArgumentException("Not a table with its schema: " + table);
    }
    this.table = table;
  }

  /**
   * One request.
   *
   * @param owner within which keys are unique: the project
   * @param key what the client calls the request
   * @param digest of everything that makes the request what it is: operation, path and body
   * @param at when it came
   */
  public record Request(UUID owner, String key, byte[] digest, Instant at) {
    public Request {
      digest = digest.clone();
    }

    @Override
    public byte[] digest() {
      return digest.clone();
    }
  }

  /**
   * Claims the key; empty when the request is new and its work is to be done now, in this
   * transaction, which must end with {@link #complete}.
   *
   * @return the answer that the same request got before
   * @throws HawserException.Invalid when the key was used for another request
   */
  public Optional<String> claim(Connection transaction, Request request) throws SQLException {
    forget(transaction, request);
    String insert =
        "insert into "
            + table
            + " (owner, key, request, answer, created_at) values (?, ?, ?, '', ?)"
            + " on conflict (owner, key) do nothing";
    try (PreparedStatement statement = transaction.prepareStatement(insert)) {
      statement.setObject(1, request.owner());
      statement.setString(2, request.key());
      statement.setBytes(3, request.digest());
      statement.setTimestamp(4, Timestamp.from(request.at()));
      if (statement.executeUpdate() == 1) {
        return Optional.empty();
      }
    }
    return Optional.of(answer(transaction, request));
  }

  /** Stores the answer of a request whose key this transaction has claimed. */
  public void complete(Connection transaction, Request request, String answer) throws SQLException {
    String update = "update " + table + " set answer = ? where owner = ? and key = ?";
    try (PreparedStatement statement = transaction.prepareStatement(update)) {
      statement.setString(1, answer);
      statement.setObject(2, request.owner());
      statement.setString(3, request.key());
      statement.executeUpdate();
    }
  }

  private String answer(Connection transaction, Request request) throws SQLException {
    String select = "select request, answer from " + table + " where owner = ? and key = ?";
    try (PreparedStatement statement = transaction.prepareStatement(select)) {
      statement.setObject(1, request.owner());
      statement.setString(2, request.key());
      try (ResultSet rows = statement.executeQuery()) {
        if (!rows.next()) {
          throw new SQLException("The key was forgotten meanwhile", "40001");
        }
        if (!java.util.Arrays.equals(rows.getBytes(1), request.digest())) {
          throw new HawserException.Invalid(
              REUSED, "This Idempotency-Key was used for another request.", List.of());
        }
        return rows.getString(2);
      }
    }
  }

  /** Lets this key be used again once it is old, and clears some others away. */
  private void forget(Connection transaction, Request request) throws SQLException {
    String delete =
        "delete from "
            + table
            + " where (owner, key) in (select owner, key from "
            + table
            + " where created_at < ? order by (owner = ? and key = ?) desc limit "
            + FORGOTTEN_AT_ONCE
            + " for update skip locked)";
    try (PreparedStatement statement = transaction.prepareStatement(delete)) {
      statement.setTimestamp(1, Timestamp.from(request.at().minus(REMEMBERED)));
      statement.setObject(2, request.owner());
      statement.setString(3, request.key());
      statement.executeUpdate();
    }
  }
}
