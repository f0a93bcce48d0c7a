package dev.hawser.identity.internal.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.Role;
import dev.hawser.identity.internal.account.MemberQuery.Found;
import dev.hawser.identity.internal.account.MemberQuery.Question;
import dev.hawser.testing.TestDatabase;
import dev.hawser.testing.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How much is read to find a page of members: not more when a search matches more. */
class MemberQueryIT {
  private static final int MEMBERS = 30_000;
  private static final int LIMIT = 51;

  /** Organizations: names without order, names in the order of addresses, and somebody else's. */
  private static final OrganizationId MIXED = new OrganizationId(UUID.randomUUID());

  private static final OrganizationId SORTED = new OrganizationId(UUID.randomUUID());
  private static TestDatabase database;
  private static Connection connection;

  private record Looked(List<Found> found, long rows) {
    List<String> addresses() {
      return found.stream().map(Found::position).toList();
    }
  }

  @BeforeAll
  static void fill() throws SQLException {
    database = TestServers.newDatabase();
    var _ =
        Flyway.configure()
            .dataSource(database.jdbcUrl(), database.username(), database.password())
            .locations("classpath:db/identity")
            .schemas("identity")
            .load()
            .migrate();
    connection = database.connect();
    for (OrganizationId organization :
        List.of(MIXED, SORTED, new OrganizationId(UUID.randomUUID()))) {
      execute(
          "insert into identity.organization values ('%s', 'Acme', now())"
              .formatted(organization.value()));
    }
    // Everybody's first name is Ada or Bob. In the one all Bobs are at the end, and half of all.
    members(MIXED, "case n %% 2 when 0 then 'Ada' else 'Bob' end", "'Last' || n");
    members(SORTED, "case when n <= %1$d / 2 then 'Ada' else 'Bob' end", "'Bobson'");
    execute(
        """
        insert into identity.app_user (id, organization_id, email, first_name, last_name, role, created_at)
        select gen_random_uuid(), o.id, 'elsewhere' || n || '@example.com', 'Ada', 'Bobson', 'viewer', now()
        from identity.organization o, generate_series(1, %d) n
        where o.id not in ('%s', '%s')
        """
            .formatted(MEMBERS, MIXED.value(), SORTED.value()));
    execute("vacuum analyze identity.app_user");
    connection.setAutoCommit(false);
  }

  /** One in fifty is an administrator. */
  private static void members(OrganizationId organization, String first, String last)
      throws SQLException {
    execute(
        """
        insert into identity.app_user (id, organization_id, email, first_name, last_name, role, created_at)
        select gen_random_uuid(), '%2$s', 'user' || lpad(n::text, 6, '0') || '@%2$s.example', %3$s,
          %4$s, case n %% 50 when 0 then 'admin' else 'viewer' end, now()
        from generate_series(1, %1$d) n order by random()
        """
            .formatted(
                MEMBERS, organization.value(), first.formatted(MEMBERS), last.formatted(MEMBERS)));
  }

  @AfterAll
  static void close() throws SQLException {
    connection.close();
    database.close();
  }

  private static void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** What this transaction has read of the table and its indexes. */
  private static long rowsRead() throws SQLException {
    try (var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                """
                select sum(pg_stat_get_xact_tuples_returned(oid)) from (
                  select indexrelid as oid from pg_index where indrelid = 'identity.app_user'::regclass
                  union all select 'identity.app_user'::regclass) relations
                """)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static Looked look(
      OrganizationId organization, MemberFilter filter, @Nullable String after)
      throws SQLException {
    long before = rowsRead();
    List<Found> found =
        MemberQuery.list(connection, new Question(organization, filter, after, LIMIT));
    long rows = rowsRead() - before;
    connection.rollback();
    return new Looked(found, rows);
  }

  private static MemberFilter search(String text) {
    return new MemberFilter(null, null, text);
  }

  private static String address(OrganizationId organization, int n) {
    return "user%06d@%s.example".formatted(n, organization.value());
  }

  private static List<String> addresses(OrganizationId organization, int first, int step) {
    List<String> addresses = new ArrayList<>();
    for (int n = first; n <= MEMBERS && addresses.size() < LIMIT; n += step) {
      addresses.add(address(organization, n));
    }
    return addresses;
  }

  @Test
  void a_search_that_half_of_all_names_match_reads_a_stretch_of_them() throws SQLException {
    for (int i = 0; i < 8; i++) { // also with the plan for any values, from the sixth on
      Looked first = look(MIXED, search("bo"), null);
      assertThat(first.addresses()).isEqualTo(addresses(MIXED, 1, 2));
      assertThat(first.rows()).isLessThan(MemberQuery.MANY + 10 * LIMIT);
      Looked later = look(MIXED, search("BOB l"), address(MIXED, MEMBERS / 2));
      assertThat(later.addresses()).isEqualTo(addresses(MIXED, MEMBERS / 2 + 1, 2));
      assertThat(later.rows()).isLessThan(MemberQuery.MANY + 10 * LIMIT);
    }
  }

  @Test
  void a_search_that_everybody_matches_reads_a_stretch_too() throws SQLException {
    for (String everybody : List.of("last", "LAST", "l")) {
      Looked first = look(MIXED, search(everybody), null);
      assertThat(first.addresses()).isEqualTo(addresses(MIXED, 1, 1));
      assertThat(first.rows()).isLessThan(MemberQuery.MANY + 10 * LIMIT);
    }
    Looked byAddress = look(MIXED, search("user"), null);
    assertThat(byAddress.addresses()).isEqualTo(addresses(MIXED, 1, 1));
    assertThat(byAddress.rows()).isLessThan(10 * LIMIT);
  }

  @Test
  void a_search_that_few_match_reads_only_those() throws SQLException {
    for (int i = 0; i < 8; i++) {
      Looked few = look(MIXED, search("last1234"), null);
      assertThat(few.found()).hasSize(11); // Last1234 and Last12340 to Last12349
      assertThat(few.rows()).isLessThan(200);
      assertThat(look(MIXED, search("nobody"), null).rows()).isLessThan(10);
    }
  }

  @Test
  void those_who_are_all_at_the_end_are_found_after_a_walk_in_vain() throws SQLException {
    Looked bobs = look(SORTED, search("bob "), null);
    assertThat(bobs.addresses()).isEqualTo(addresses(SORTED, MEMBERS / 2 + 1, 1));
    assertThat(bobs.rows())
        .isBetween(
            (long) MemberQuery.WALK,
            MemberQuery.MANY + MemberQuery.WALK + MEMBERS / 2 + 10L * LIMIT);
  }

  @Test
  void a_page_at_the_end_has_what_is_left() throws SQLException {
    Looked last = look(MIXED, search("ada"), address(MIXED, MEMBERS - 20));
    assertThat(last.addresses()).isEqualTo(addresses(MIXED, MEMBERS - 18, 2)).hasSize(10);
  }

  @Test
  void another_filter_counts_in_a_walk_too() throws SQLException {
    Looked admins = look(MIXED, new MemberFilter(Role.ADMIN, null, "last"), null);
    assertThat(admins.addresses()).isEqualTo(addresses(MIXED, 50, 50));
    assertThat(
            look(MIXED, new MemberFilter(null, MemberFilter.Status.ACTIVE, "last"), null).found())
        .isEmpty();
    assertThat(
            look(MIXED, new MemberFilter(null, MemberFilter.Status.UNVERIFIED, "last"), null)
                .addresses())
        .isEqualTo(addresses(MIXED, 1, 1));
  }
}
