package dev.hawser.identity.internal.session;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import io.micronaut.data.connection.exceptions.ConnectionException;
import io.micronaut.data.connection.jdbc.exceptions.CannotGetJdbcConnectionException;
import io.micronaut.data.exceptions.DataAccessException;
import java.util.function.Supplier;

/**
 * Tells an outage of the database from an answer: somebody whose session cannot be read is not
 * signed out, whatever the pool throws when it meets connections that were cut off.
 */
final class Database {
  private static final ErrorCode UNAVAILABLE = new ErrorCode("identity.unavailable");

  private Database() {}

  /**
   * The answer of the database.
   *
   * @throws HawserException.Unavailable when it gives none
   */
  static <T> T ask(Supplier<T> query) {
    try {
      return query.get();
    } catch (DataAccessException | ConnectionException | CannotGetJdbcConnectionException e) {
      throw new HawserException.Unavailable(
          UNAVAILABLE, "Nobody's session can be checked now; try again soon.", e);
    }
  }
}
