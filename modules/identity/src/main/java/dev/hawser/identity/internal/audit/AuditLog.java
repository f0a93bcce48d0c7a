package dev.hawser.identity.internal.audit;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.postgres.PlainDataSources;
import dev.hawser.core.postgres.PostgresErrors;
import dev.hawser.core.tenancy.OrganizationId;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Reads the logs of organizations, as far as they are not in the archive. */
@Singleton
public final class AuditLog {
  private static final ErrorCode UNAVAILABLE = new ErrorCode("identity.unavailable");
  private static final ErrorCode UNREADABLE = new ErrorCode("identity.audit-log-unreadable");
  private static final int EXPORTED_AT_ONCE = 200;

  private final DataSource dataSource;

  AuditLog(@Named("identity") DataSource dataSource) {
    this.dataSource = PlainDataSources.plain(dataSource);
  }

  /** The newest first; each entry as its fields and its hash. */
  public Page<Map<String, Object>> list(
      OrganizationId organization, AuditFilter filter, PageRequest request) {
    Long before = request.position(AuditLog::sequence);
    long end = before == null ? Long.MAX_VALUE : before;
    List<Entry> found =
        ask(
            connection ->
                filter.read(
                    connection,
                    organization,
                    new AuditFilter.Part(0, end, true, request.limit() + 1)));
    Page<Entry> page = request.page(found, entry -> Long.toString(entry.sequence()));
    return new Page<>(page.items().stream().map(AuditLog::shown).toList(), page.nextCursor());
  }

  /**
   * The oldest first, as bytes that are made while they are read. An entry that comes meanwhile is
   * not in it.
   */
  public InputStream export(OrganizationId organization, AuditFilter filter, ExportFormat format) {
    long end =
        ask(connection -> AuditRows.head(connection, organization))
            .map(AuditRows.Head::sequence)
            .orElse(0L);
    return new ExportStream(
        format,
        after ->
            ask(
                connection ->
                    filter.read(
                        connection,
                        organization,
                        new AuditFilter.Part(after, end + 1, false, EXPORTED_AT_ONCE))));
  }

  private static Map<String, Object> shown(Entry entry) {
    Map<String, Object> shown = new LinkedHashMap<>();
    entry.fields().forEach((name, value) -> shown.put(String.valueOf(name), value));
    shown.put("hash", entry.hash().toString());
    return shown;
  }

  static @Nullable Long sequence(String text) {
    return text.matches("[1-9][0-9]{0,17}") ? Long.valueOf(text) : null;
  }

  /** A question to the database. */
  interface Question<T> {
    T ask(Connection connection) throws SQLException;
  }

  private <T> T ask(Question<T> question) {
    return ask(dataSource, question);
  }

  static <T> T ask(DataSource dataSource, Question<T> question) {
    try (Connection connection = dataSource.getConnection()) {
      return question.ask(connection);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  static HawserException failure(SQLException e) {
    return PostgresErrors.isTransient(e)
        ? new HawserException.Unavailable(
            UNAVAILABLE, "The audit log cannot be read right now; try again shortly.", e)
        : new HawserException.Internal(UNREADABLE, "The audit log cannot be read", e);
  }
}
