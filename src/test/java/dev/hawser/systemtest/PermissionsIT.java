package dev.hawser.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.systemtest.harness.Answer;
import dev.hawser.systemtest.harness.Api;
import dev.hawser.systemtest.harness.Hawser;
import dev.hawser.systemtest.harness.Member;
import dev.hawser.systemtest.harness.Permissions;
import dev.hawser.systemtest.harness.Permissions.Operation;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every operation of the API, tried by everybody, does what the table of permissions says. */
class PermissionsIT {
  private static final List<String> ROLES = List.of("admin", "member", "support", "viewer");
  private static final String PASSWORD = "a lantern beside the harbour";
  private static final String UNKNOWN_PROJECT = "identity.project-not-found";
  private static final Pattern PATH = Pattern.compile("^ {2}(/\\S+):$");
  private static final Pattern METHOD = Pattern.compile("^ {4}(get|post|put|delete|patch):$");
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

  private static final List<String> UNSET = List.of("/avatar", "/files/{file}", "/values/{name}");
  private static Hawser hawser;
  private static Permissions permissions;
  private static Map<String, Member> members;
  private static Member stranger;
  private static String strangersProject;
  private static String strangersKey;
  private static String sibling;
  private static String siblingsKey;
  private static Victims victims;

  /** An organization with a member for each role, and another one with an admin and a key. */
  @BeforeAll
  static void start() throws SQLException {
    hawser = Hawser.empty().start();
    hawser.setUp();
    permissions = Permissions.of(hawser.project().api());
    try (Connection connection = hawser.stores().postgres();
        Statement statement = connection.createStatement()) {
      for (String role : ROLES) {
        statement.execute(
            """
            insert into identity.app_user (id, organization_id, email, role, password_hash, created_at)
            select gen_random_uuid(), organization_id, '%1$s@example.com', '%1$s', password_hash, now()
            from identity.app_user where email = 'ada@example.com'
            """
                .formatted(role));
      }
      statement.execute(
          """
          insert into identity.organization (id, name, created_at)
            values ('00000000-0000-7000-8000-00000000000a', 'Other', now());
          insert into identity.team (id, organization_id, name, created_at)
            values ('00000000-0000-7000-8000-00000000000b', '00000000-0000-7000-8000-00000000000a', 'T', now());
          insert into identity.project (id, organization_id, team_id, name, created_at)
            values ('00000000-0000-7000-8000-00000000000c', '00000000-0000-7000-8000-00000000000a',
              '00000000-0000-7000-8000-00000000000b', 'P', now());
          insert into identity.app_user (id, organization_id, email, role, password_hash, created_at)
            select gen_random_uuid(), '00000000-0000-7000-8000-00000000000a', 'stranger@example.com', 'admin',
              password_hash, now() from identity.app_user where email = 'ada@example.com'
          """);
    }
    members = new LinkedHashMap<>();
    for (String role : ROLES) {
      members.put(role, Member.signIn(hawser.anonymous(), role + "@example.com", PASSWORD));
    }
    stranger = Member.signIn(hawser.anonymous(), "stranger@example.com", PASSWORD);
    Answer projects = stranger.send("GET", "/api/v1/projects", "", Map.of());
    strangersProject = String.valueOf(projects.objects("items").getFirst().get("id"));
    strangersKey = keyOf(stranger, strangersProject);
    Member admin = members.get("admin");
    sibling = Victims.project(admin, "sibling");
    siblingsKey = keyOf(admin, sibling);
    victims = Victims.make(hawser, admin);
  }

  private static String keyOf(Member admin, String project) {
    return admin
        .send(
            "POST",
            "/api/v1/projects/" + project + "/api-keys",
            new String(permissions.wholeKey("theirs"), StandardCharsets.UTF_8),
            JSON)
        .text("key");
  }

  @AfterAll
  static void stop() {
    hawser.close();
  }

  @Test
  void the_page_about_permissions_is_what_the_code_says() throws IOException {
    Path page = Path.of("..", "..", "docs", "permissions.md");
    String made = permissions.document(ROLES);
    Files.writeString(Path.of("target", "permissions.md"), made);
    assertThat(Files.readString(page))
        .as("src/test/target/permissions.md is how docs/permissions.md must be")
        .isEqualTo(made);
  }

  @Test
  void every_operation_of_the_description_is_in_the_table_and_guarded() {
    String description =
        new String(hawser.anonymous().get("/api/v1/openapi.yaml").body(), StandardCharsets.UTF_8);
    List<String> described = new ArrayList<>();
    String path = "";
    for (String line : description.lines().toList()) {
      Matcher at = PATH.matcher(line);
      Matcher method = METHOD.matcher(line);
      if (at.matches()) {
        path = at.group(1);
      } else if (method.matches()) {
        described.add(method.group(1).toUpperCase(java.util.Locale.ROOT) + " " + path);
      }
    }
    assertThat(described).hasSizeGreaterThan(60);
    assertThat(permissions.operations().stream().map(Operation::toString)).containsAll(described);
    assertThat(permissions.operations()).noneMatch(one -> one.needs().equals("nobody"));
  }

  @Test
  void without_credentials_nothing_guarded_answers() {
    Api nobody = hawser.anonymous();
    assertThat(
            wrong(
                open -> !open.needs().equals("anonymous"),
                sending(nobody),
                (one, answer) -> answer.status() == 401))
        .isEmpty();
  }

  @Test
  void each_role_may_do_what_the_table_says_and_nothing_else() {
    for (String role : ROLES) {
      assertThat(
              wrong(
                  permissions::isGuarded,
                  sending(members.get(role)),
                  (one, answer) ->
                      permissions.allows(role, one)
                          ? answer.status() != 401
                              && answer.status() != 403
                              && answer.status() < 500
                              && !isUnknownProject(answer)
                          : answer.status() == 403))
          .as(role)
          .isEmpty();
    }
  }

  @Test
  void what_the_next_tests_try_is_really_there() {
    assertThat(
            wrong(
                one ->
                    one.method().equals("GET")
                        && isAboutVictims(one)
                        && UNSET.stream().noneMatch(one.path()::endsWith),
                victims(members.get("admin"), hawser.project().id()),
                (one, answer) -> answer.status() == 200))
        .isEmpty();
  }

  @Test
  void for_the_admin_of_another_organization_nothing_exists() {
    assertThat(
            wrong(
                this::isAboutVictims,
                victims(stranger, hawser.project().id()),
                (one, answer) ->
                    one.path().contains("{project}")
                        ? isUnknownProject(answer)
                        : answer.status() == 404))
        .isEmpty();
  }

  @Test
  void in_another_project_nothing_of_this_one_exists() {
    assertThat(found(victims(stranger, strangersProject))).isEmpty();
    assertThat(found(victims(members.get("admin"), sibling))).isEmpty();
  }

  /** Operations that find something of the project of the setup in another one. */
  private List<String> found(Sending elsewhere) {
    return wrong(
        one ->
            isAboutVictims(one)
                && one.path().matches(".*\\{project}/.*\\{.*")
                && !isNamedByItsMaker(one),
        elsewhere,
        (one, answer) -> answer.status() == 404 && !isUnknownProject(answer));
  }

  @Test
  void for_the_key_of_another_project_nothing_exists() {
    for (String key : List.of(strangersKey, siblingsKey)) {
      assertThat(
              wrong(
                  one -> permissions.isGuarded(one) && one.path().contains("{project}"),
                  victims(hawser.anonymous().withKey(key), hawser.project().id()),
                  (one, answer) ->
                      permissions.allowsKey(one)
                          ? isUnknownProject(answer)
                          : answer.status() == 403))
          .isEmpty();
    }
  }

  @Test
  void only_the_operator_does_what_is_the_operators() {
    assertThat(
            wrong(
                one -> one.needs().equals("operator"),
                sending(members.get("admin")),
                (one, answer) -> answer.status() == 403))
        .isEmpty();
  }

  private static boolean isUnknownProject(Answer answer) {
    return answer.status() == 404 && answer.toString().contains(UNKNOWN_PROJECT);
  }

  /** Secrets and events: another project may have one of the same name, and can make it. */
  private static boolean isNamedByItsMaker(Operation one) {
    return one.method().equals("PUT")
        && (one.path().endsWith("/{name}") || one.path().endsWith("/{event}"));
  }

  private boolean isAboutVictims(Operation one) {
    return permissions.isGuarded(one) && one.path().contains("{");
  }

  private interface Sending {
    Answer send(Operation operation, String contentType);
  }

  private static Sending sending(Api api) {
    return sending(api, PermissionsIT::pathOf);
  }

  private static Sending sending(Member member) {
    return sending(member, PermissionsIT::pathOf);
  }

  private static Sending victims(Api api, String project) {
    return sending(api, operation -> victims.path(operation, project));
  }

  private static Sending victims(Member member, String project) {
    return sending(member, operation -> victims.path(operation, project));
  }

  private static Sending sending(Api api, Function<Operation, String> path) {
    return (operation, type) ->
        api.send(
            operation.method(),
            path.apply(operation),
            BodyPublishers.ofString(bodyOf(operation)),
            Map.of("Content-Type", type));
  }

  private static Sending sending(Member member, Function<Operation, String> path) {
    return (operation, type) ->
        member.send(
            operation.method(),
            path.apply(operation),
            bodyOf(operation),
            Map.of("Content-Type", type));
  }

  private static String bodyOf(Operation operation) {
    return operation.method().equals("GET") ? "" : "{}";
  }

  private static String pathOf(Operation operation) {
    return operation
        .path()
        .replace("{project}", hawser.project().id())
        .replaceAll("\\{[a-zA-Z]+}", "exe_01ky5ksb2fe0bs0y4a4xm8d0ga");
  }

  /** The operations whose answers are not right, with the answers. */
  private static List<String> wrong(
      Predicate<Operation> which, Sending sending, BiFunction<Operation, Answer, Boolean> right) {
    List<String> wrong = new ArrayList<>();
    for (Operation operation : permissions.operations()) {
      if (which.test(operation)) {
        Answer answer = sending.send(operation, "application/json");
        if (answer.status() == 415) {
          answer = sending.send(operation, "multipart/form-data; boundary=x");
        }
        if (!right.apply(operation, answer)) {
          wrong.add(operation + " needs " + operation.needs() + ": " + answer);
        }
      }
    }
    return wrong;
  }
}
