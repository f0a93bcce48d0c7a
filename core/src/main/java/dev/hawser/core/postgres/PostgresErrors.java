package dev.hawser.core.postgres;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/**
 * What an {@link SQLException} means: the one place that knows SQL states (PostgreSQL manual,
 * appendix A).
 */
public final class PostgresErrors {
  private static final Set<String> TRANSIENT_CLASSES = Set.of("08", "53", "57", "58");
  private static final Set<String> TRANSIENT_STATES = Set.of("40001", "40P01", "25006", "55P03");

  private PostgresErrors() {}

  /**
   * Whether the same statement may succeed later: the server is down, starting, full, or was
   * stopped; or two transactions were in each other's way. It does not say that nothing was
   * committed.
   */
  public static boolean isTransient(SQLException error) {
    if (error instanceof SQLTransientConnectionException) {
      return true;
    }
    String state = error.getSQLState();
    if (state == null) { // the pool's own: the connection that it lent was cut off and is closed
      return error.getClass() == SQLException.class;
    }
    return state.length() == 5
        && (TRANSIENT_CLASSES.contains(state.substring(0, 2)) || TRANSIENT_STATES.contains(state));
  }

  /** Whether a unique or exclusion constraint refused the row. */
  public static boolean isDuplicate(SQLException error) {
    return "23505".equals(error.getSQLState()) || "23P01".equals(error.getSQLState());
  }

  /** Whether the server has no disk space left. */
  public static boolean isDiskFull(SQLException error) {
    return "53100".equals(error.getSQLState());
  }
}
