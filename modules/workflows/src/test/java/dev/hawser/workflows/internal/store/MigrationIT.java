package dev.hawser.workflows.internal.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.testing.TestDatabase;
import dev.hawser.testing.TestServers;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What was there before a migration fits what comes after it. */
class MigrationIT {
  @Test
  void versions_from_before_versions_could_be_saved_count_as_deployed() throws Exception {
    try (TestDatabase database = TestServers.newDatabase();
        Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create schema workflows; set search_path to workflows");
      statement.execute(script("V1__workflows.sql"));
      statement.execute(
          """
          insert into workflow (id, project_id, name, revision, definition, created_at, created_by,
            updated_at, updated_by)
          values (gen_random_uuid(), gen_random_uuid(), 'W', 3, '{"a":"\\u0000"}', now(), 'a', now(), 'a');
          insert into workflow_version (workflow_id, version, name, definition, created_at, created_by)
          select id, 1, name, definition, '2026-01-01', 'a' from workflow;
          update workflow set deployed_version = 1, deploy_sequence = 1;
          """);
      statement.execute(script("V2__drafts_versions_events.sql"));
      try (ResultSet row =
          statement.executeQuery(
              """
              select v.deployed_at = v.created_at, v.label, v.revision, w.problem_count
              from workflow_version v join workflow w on w.id = v.workflow_id
              """)) {
        assertThat(row.next()).isTrue();
        assertThat(row.getBoolean(1)).isTrue();
        assertThat(row.getString(2)).isNull();
        assertThat(row.getObject(3)).isNull();
        assertThat(row.getInt(4)).isZero();
      }
      assertThat(text(statement, "select concat(sequence, version, deployed_by) from deployment"))
          .isEqualTo("11a");
      assertThat(text(statement, "select deployed_at = '2026-01-01' from deployment"))
          .isEqualTo("t");
      statement.execute(
          """
          insert into workflow_version (workflow_id, version, name, definition, created_at, created_by)
          select id, 2, name, definition, now(), 'a' from workflow
          """);
      assertThat(
              text(
                  statement,
                  "select deployed_at is not null from workflow_version where version = 2"))
          .as("a replica of the release before writes what it deploys")
          .isEqualTo("t");
    }
  }

  @Test
  void lists_know_the_trigger_of_what_was_there_before() throws Exception {
    try (TestDatabase database = TestServers.newDatabase();
        Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create schema workflows; set search_path to workflows");
      statement.execute(script("V1__workflows.sql"));
      statement.execute(
          """
          insert into workflow (id, project_id, name, revision, definition, created_at, created_by,
            updated_at, updated_by)
          select gen_random_uuid(), gen_random_uuid(), name, 3, definition, now(), 'a', now(), 'a'
          from (values
            ('right', json '{"trigger":{"type":"webhook"}}'),
            ('zero', json '{"trigger":{"type":"manual"},"a":"\\u0000"}'),
            ('half', json '{"trigger":{"type":"manual"},"a":"\\ud800"}'),
            ('list', json '{"trigger":{"type":["manual"]}}'),
            ('long', cast('{"trigger":{"type":"' || repeat('x', 99) || '"}}' as json)),
            ('none', json '{"trigger":7}'),
            ('empty', json '{}')) as old (name, definition)
          """);
      statement.execute(script("V2__drafts_versions_events.sql"));
      statement.execute(script("V3__outbox.sql"));
      statement.execute(script("V4__trigger_types.sql"));
      assertThat(
              text(
                  statement,
                  "select string_agg(name || trigger_type || trigger_revision, ' ') from workflow"))
          .isEqualTo("rightwebhook3");
    }
  }

  private static String text(Statement statement, String query) throws Exception {
    try (ResultSet row = statement.executeQuery(query)) {
      assertThat(row.next()).isTrue();
      String text = row.getString(1);
      assertThat(row.next()).as("one row").isFalse();
      return text;
    }
  }

  private static String script(String name) throws Exception {
    try (InputStream in = MigrationIT.class.getResourceAsStream("/db/workflows/" + name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    }
  }
}
