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
 * not know the prefix, would rather walk through the whole organization.
 */
@Singleton
final class MemberQuery {
  /** Behind every text that begins with a prefix. */
  private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  private static final String MATCHES =
      "select id, email_key from identity.app_user where organization_id = ?";

  private static final String BY_ADDRESS = " order by email_key limit ?";

  /** A member and its place in the list. */
  record Found(Profile profile, String position) {}

  private record Question(
      OrganizationId organization, MemberFilter filter, @Nullable String after, int limit) {}

  private final TransactionOperations<Connection> transactions;

  MemberQuery(@Named("identity") TransactionOperations<Connection> transactions) {
    this.transactions = transactions;
  }

  List<Found> list(
      OrganizationId organization, MemberFilter filter, @Nullable String after, int limit) {
    List<Object> values = new ArrayList<>();
    String sql = statement(new Question(organization, filter, after, limit), values);
    return transactions.executeRead(
        status -> {
          try (PreparedStatement query = status.getConnection().prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
              query.setObject(i + 1, values.get(i));
            }
            return read(query);
          }
        });
  }

  /** The ids are found first, in indexes alone; then those of the page are read. */
  private static String statement(Question question, List<Object> values) {
    String search = question.filter().search();
    String ids;
    if (search == null) {
      ids = matches(question, values) + BY_ADDRESS;
      values.add(question.limit());
    } else {
      StringJoiner any = new StringJoiner(" union ", "", BY_ADDRESS);
      any.add(
          "(" + matches(question, values) + prefix("email_key", search, values) + BY_ADDRESS + ")");
      values.add(question.limit());
      for (String column : List.of("name_key", "last_name_key")) {
        // "offset 0" keeps the order by address out: it would tempt the planner into the walk.
        any.add(
            "(select id, email_key from ("
                + matches(question, values)
                + prefix(column, search, values)
                + " offset 0) named"
                + BY_ADDRESS
                + ")");
        values.add(question.limit());
      }
      ids = any.toString();
      values.add(question.limit());
    }
    return """
        select m.id, m.email, m.email_verified_at, m.first_name, m.last_name, m.role, m.created_at,
          m.email_key, m.second_factor
        from (%s) page join identity.member m on m.id = page.id
        order by page.email_key
        """
        .formatted(ids);
  }

  private static String matches(Question question, List<Object> values) {
    StringBuilder sql = new StringBuilder(MATCHES);
    values.add(question.organization().value());
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
    if (question.after() != null) {
      sql.append(" and email_key > ?");
      values.add(question.after());
    }
    return sql.toString();
  }

  private static String prefix(String column, String search, List<Object> values) {
    values.addAll(List.of(search, search, LAST));
    return " and %1$s >= lower(?) and %1$s < lower(?) || ?".formatted(column);
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
