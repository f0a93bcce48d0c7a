package dev.hawser.identity.internal.account;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.Role;
import dev.hawser.identity.UserId;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Lists members by address. Each filter that is not given is not in the statement either, so that
 * the planner sees what it can use. A search looks a prefix up as a range of each index and merges
 * the beginnings of what they give: asked for all of it with {@code or}, the planner, which does
 * not know the prefix, would rather walk through the whole organization. Where many names begin
 * with the prefix, that is what is best: their range would have to be sorted by address, and the
 * walk soon has a page. So names are counted first, up to a number, and the walk is given up after
 * another number: those who are found may all be at the end.
 */
@Singleton
final class MemberQuery {
  /** From so many names on, sorting them takes longer than a walk that is in vain. */
  static final int MANY = 5_000;

  /** So many members a walk looks at. */
  static final int WALK = 5_000;

  /** Behind every text that begins with a prefix. */
  private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  private static final List<String> NAMES = List.of("name_key", "last_name_key");

  private static final String MATCHES =
      "select id, email_key from identity.app_user where organization_id = ?";

  private static final String BY_ADDRESS = " order by email_key limit ?";

  /** A member and its place in the list. */
  record Found(Profile profile, String position) {}

  /**
   * What is asked.
   *
   * @param after the position behind which the list begins; null for all of it
   */
  record Question(
      OrganizationId organization, MemberFilter filter, @Nullable String after, int limit) {}

  private final TransactionOperations<Connection> transactions;

  MemberQuery(@Named("identity") TransactionOperations<Connection> transactions) {
    this.transactions = transactions;
  }

  List<Found> list(
      OrganizationId organization, MemberFilter filter, @Nullable String after, int limit) {
    Question question = new Question(organization, filter, after, limit);
    return transactions.executeRead(status -> list(status.getConnection(), question));
  }

  static List<Found> list(Connection connection, Question question) throws SQLException {
    String search = question.filter().search();
    List<Object> values = new ArrayList<>();
    if (search == null) {
      return page(connection, matches(question, values) + limited(question, values), values);
    }
    if (areMany(connection, question.organization(), search)) {
      List<Found> page = page(connection, walk(question, search, values), values);
      if (page.size() == question.limit()) {
        return page;
      }
      values.clear();
    }
    return page(connection, ranges(question, search, values), values);
  }

  private static boolean areMany(Connection connection, OrganizationId organization, String search)
      throws SQLException {
    List<Object> values = new ArrayList<>();
    StringJoiner names = new StringJoiner(" union all ");
    for (String column : NAMES) {
      values.add(organization.value());
      names.add(MATCHES + " and " + prefix(column, search, values));
    }
    values.add(MANY);
    try (PreparedStatement query =
            prepare(
                connection,
                "select count(*) from (select 1 from (" + names + ") named limit ?) counted",
                values);
        ResultSet row = query.executeQuery()) {
      return row.next() && row.getInt(1) == MANY;
    }
  }

  /** The ids of a page, unless there are fewer in the stretch that it looks at. */
  private static String walk(Question question, String search, List<Object> values) {
    StringBuilder stretch =
        new StringBuilder("select * from identity.app_user where organization_id = ?");
    values.add(question.organization().value());
    behind(question, stretch, values);
    stretch.append(BY_ADDRESS);
    values.add(WALK);
    StringJoiner any = new StringJoiner(" or ", "(", ")");
    any.add(prefix("email_key", search, values));
    for (String column : NAMES) {
      any.add(prefix(column, search, values));
    }
    StringBuilder sql =
        new StringBuilder("select id, email_key from (" + stretch + ") stretch where " + any);
    filter(question, sql, values);
    return sql + limited(question, values);
  }

  private static String ranges(Question question, String search, List<Object> values) {
    StringJoiner any = new StringJoiner(" union ", "", BY_ADDRESS);
    any.add(
        "("
            + matches(question, values)
            + " and "
            + prefix("email_key", search, values)
            + limited(question, values)
            + ")");
    for (String column : NAMES) {
      // "offset 0" keeps the order by address out: it would tempt the planner into the walk.
      any.add(
          "(select id, email_key from ("
              + matches(question, values)
              + " and "
              + prefix(column, search, values)
              + " offset 0) named"
              + limited(question, values)
              + ")");
    }
    values.add(question.limit());
    return any.toString();
  }

  private static String limited(Question question, List<Object> values) {
    values.add(question.limit());
    return BY_ADDRESS;
  }

  private static String matches(Question question, List<Object> values) {
    StringBuilder sql = new StringBuilder(MATCHES);
    values.add(question.organization().value());
    filter(question, sql, values);
    behind(question, sql, values);
    return sql.toString();
  }

  private static void filter(Question question, StringBuilder sql, List<Object> values) {
    MemberFilter filter = question.filter();
    if (filter.role() != null) {
      sql.append(" and role = ?");
      values.add(filter.role().id());
    }
    if (filter.status() != null) {
      sql.append(
          filter.status() == MemberFilter.Status.ACTIVE
              ? " and email_verified_at is not null"
              : " and email_verified_at is null");
    }
  }

  private static void behind(Question question, StringBuilder sql, List<Object> values) {
    if (question.after() != null) {
      sql.append(" and email_key > ?");
      values.add(question.after());
    }
  }

  private static String prefix(String column, String search, List<Object> values) {
    values.addAll(List.of(search, search, LAST));
    return "(%1$s >= lower(?) and %1$s < lower(?) || ?)".formatted(column);
  }

  private static PreparedStatement prepare(Connection connection, String sql, List<Object> values)
      throws SQLException {
    PreparedStatement query = connection.prepareStatement(sql);
    for (int i = 0; i < values.size(); i++) {
      query.setObject(i + 1, values.get(i));
    }
    return query;
  }

  /**
   * The ids are found first, in indexes alone where that can be; then those of the page are read.
   */
  private static List<Found> page(Connection connection, String ids, List<Object> values)
      throws SQLException {
    String sql =
        """
        select m.id, m.email, m.email_verified_at, m.first_name, m.last_name, m.role, m.created_at,
          m.email_key, m.second_factor
        from (%s) page join identity.member m on m.id = page.id
        order by page.email_key
        """
            .formatted(ids);
    try (PreparedStatement query = prepare(connection, sql, values)) {
      return read(query);
    }
  }

  private static List<Found> read(PreparedStatement query) throws SQLException {
    List<Found> found = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        Timestamp verified = rows.getTimestamp(3);
        found.add(
            new Found(
                new Profile(
                    new UserId(rows.getObject(1, UUID.class)),
                    rows.getString(2),
                    verified != null,
                    rows.getString(4),
                    rows.getString(5),
                    Role.find(rows.getString(6)).orElseThrow(),
                    rows.getBoolean(9),
                    rows.getTimestamp(7).toInstant()),
                rows.getString(8)));
      }
    }
    return found;
  }
}
