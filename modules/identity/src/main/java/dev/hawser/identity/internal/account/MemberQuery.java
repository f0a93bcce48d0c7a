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
 * the planner sees what it can use; a prefix is a range, which an index finds.
 */
@Singleton
final class MemberQuery {
  /** Behind every text that begins with a prefix. */
  private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  private static final String EMAIL = "lower(email) collate \"C\"";
  private static final String NAME =
      "lower(coalesce(first_name, '') || ' ' || coalesce(last_name, '')) collate \"C\"";
  private static final String LAST_NAME = "lower(last_name) collate \"C\"";

  /** A member and its place in the list. */
  record Found(Profile profile, String position) {}

  private final TransactionOperations<Connection> transactions;

  MemberQuery(@Named("identity") TransactionOperations<Connection> transactions) {
    this.transactions = transactions;
  }

  List<Found> list(
      OrganizationId organization, MemberFilter filter, @Nullable String after, int limit) {
    List<Object> values = new ArrayList<>();
    String sql = statement(organization, filter, after, values);
    return transactions.executeRead(
        status -> {
          try (PreparedStatement query = status.getConnection().prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
              query.setObject(i + 1, values.get(i));
            }
            query.setInt(values.size() + 1, limit);
            return read(query);
          }
        });
  }

  private static String statement(
      OrganizationId organization,
      MemberFilter filter,
      @Nullable String after,
      List<Object> values) {
    StringBuilder sql =
        new StringBuilder(
            "select id, email, email_verified_at, first_name, last_name, role, created_at,"
                + " lower(email), exists (select 1 from identity.second_factor f"
                + " where f.user_id = app_user.id and f.confirmed_at is not null)"
                + " from identity.app_user where organization_id = ?");
    values.add(organization.value());
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
    if (filter.search() != null) {
      StringJoiner any = new StringJoiner(" or ", " and (", ")");
      for (String column : List.of(EMAIL, NAME, LAST_NAME)) {
        any.add("(%1$s >= lower(?) and %1$s < lower(?) || ?)".formatted(column));
        values.addAll(List.of(filter.search(), filter.search(), LAST));
      }
      sql.append(any);
    }
    if (after != null) {
      sql.append(" and ").append(EMAIL).append(" > ?");
      values.add(after);
    }
    return sql.append(" order by ").append(EMAIL).append(" limit ?").toString();
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
