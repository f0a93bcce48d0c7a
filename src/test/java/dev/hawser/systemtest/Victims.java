package dev.hawser.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.systemtest.harness.Answer;
import dev.hawser.systemtest.harness.Definitions;
import dev.hawser.systemtest.harness.Hawser;
import dev.hawser.systemtest.harness.Member;
import dev.hawser.systemtest.harness.Permissions.Operation;
import dev.hawser.systemtest.harness.Project;
import dev.hawser.systemtest.harness.Project.Deployed;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One of everything that a path can name, in the organization of the setup: who tries a foreign id
 * must find nothing although it is there.
 */
final class Victims {
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

  /** Ids by the beginning of the path that they are for; the first that fits counts. */
  private final Map<String, String> ids = new LinkedHashMap<>();

  private final Member admin;
  private final String project;

  private Victims(Member admin, String project) {
    this.admin = admin;
    this.project = project;
  }

  static Victims make(Hawser hawser, Member admin) throws SQLException {
    Victims made = new Victims(admin, hawser.project().path(""));
    made.fillOrganization();
    made.fillProject(hawser.project());
    made.fillConnectedUsers(hawser);
    return made;
  }

  private void fillOrganization() {
    String me = admin.send("GET", "/api/v1/me/profile", "", Map.of()).text("id");
    ids.put("/api/v1/members/{user}", me);
    ids.put("/api/v1/users/{user}", me);
    ids.put("/api/v1/teams/{team}", created("/api/v1/teams", "{\"name\":\"crew\"}").text("id"));
    ids.put("/api/v1/teams/{team}/members/{user}", me);
    ids.put(
        "/api/v1/members/{user}/tokens/{token}",
        created("/api/v1/me/tokens", "{\"name\":\"t\"}").text("id"));
    ids.put(
        "/api/v1/invitations/{invitation}",
        created("/api/v1/invitations", "{\"email\":\"new@example.com\",\"role\":\"viewer\"}")
            .text("id"));
    String doomed = project(admin, "doomed");
    Answer deleting =
        admin.send("DELETE", "/api/v1/projects/" + doomed + "?confirm=doomed", "", Map.of());
    ids.put("/api/v1/project-deletions/{deletion}", deleting.text("id"));
  }

  private void fillProject(Project target) {
    String root = "/api/v1/projects/{project}";
    Deployed workflow =
        target.deploy(
            Definitions.webhook(
                "victim", "{\"id\": \"t\", \"type\": \"transform\", \"value\": 1}"));
    ids.put(root + "/workflows/{workflow}", workflow.id());
    ids.put(root + "/workflows/{workflow}/versions/{version}", "1");
    String execution = target.webhook(workflow, Map.of());
    target.awaitEnd(execution);
    ids.put(root + "/executions/{execution}", execution);
    ids.put(root + "/executions/{execution}/files/{file}", "fil_01ky5ksb2fe0bs0y4a4xm8d0ga");
    ids.put(root + "/executions/{execution}/values/{name}", "input");
    ids.put(
        root + "/api-keys/{key}", created(project + "/api-keys", "{\"name\":\"k\"}").text("id"));
    ids.put(
        root + "/signing-keys/{key}",
        created(project + "/signing-keys", "{\"name\":\"s\",\"type\":\"generated\"}")
            .text("key", "id"));
    ids.put(root + "/secrets/{name}", "TOKEN");
    assertThat(
            admin
                .send("PUT", project + "/secrets/TOKEN", "{\"value\":\"something long\"}", JSON)
                .status())
        .isIn(200, 201, 204);
    ids.put(root + "/events/{event}", "order.placed");
    Answer event =
        admin.send(
            "PUT",
            project + "/events/order.placed",
            "{\"description\":\"d\",\"example\":{\"n\":1}}",
            JSON);
    assertThat(event.status()).as("%s", event).isIn(200, 201);
  }

  /** Those who have used the Connect API; nothing else makes them. */
  private void fillConnectedUsers(Hawser hawser) throws SQLException {
    String root = "/api/v1/projects/{project}";
    try (Connection connection = hawser.stores().postgres();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          insert into identity.connected_user (id, organization_id, project_id, external_id,
            external_id_key, status, created_at, last_active_at)
          select gen_random_uuid(), organization_id, id, who, who, 'active', now(), now()
          from identity.project, (values ('ada'), ('bob')) as of(who)
          where id = (select id from identity.project order by created_at limit 1)
          """);
    }
    Answer users = admin.send("GET", project + "/connected-users", "", Map.of());
    assertThat(users.objects("items")).hasSize(2);
    String first = String.valueOf(users.objects("items").getFirst().get("id"));
    String second = String.valueOf(users.objects("items").getLast().get("id"));
    ids.put(root + "/connected-users/{user}", first);
    Answer deleting = admin.send("DELETE", project + "/connected-users/" + second, "", Map.of());
    ids.put(root + "/connected-user-deletions/{deletion}", deleting.text("id"));
  }

  /** Makes a project of the first team, and gives its id. */
  static String project(Member admin, String name) {
    Answer teams = admin.send("GET", "/api/v1/teams", "", Map.of());
    Object team = teams.objects("items").getFirst().get("id");
    String body = "{\"name\":\"%s\",\"team\":\"%s\"}".formatted(name, team);
    return created(admin, "/api/v1/projects", body).text("id");
  }

  private Answer created(String path, String body) {
    return created(admin, path, body);
  }

  private static Answer created(Member admin, String path, String body) {
    Answer answer = admin.send("POST", path, body, JSON);
    assertThat(answer.status()).as("POST %s: %s", path, answer).isEqualTo(201);
    return answer;
  }

  /** The operation's path with the ids of what is there, in a project. */
  String path(Operation operation, String inProject) {
    String path = operation.path();
    StringBuilder filled = new StringBuilder();
    int from = 0;
    while (true) {
      int open = path.indexOf('{', from);
      if (open < 0) {
        return filled.append(path.substring(from)).toString();
      }
      int close = path.indexOf('}', open) + 1;
      String prefix = path.substring(0, close);
      String id = prefix.endsWith("{project}") ? inProject : ids.get(prefix);
      assertThat(id).as("nothing stands for the end of %s", prefix).isNotNull();
      filled.append(path, from, open).append(id);
      from = close;
    }
  }
}
