package dev.hawser.app.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a server on a real port that plays the API. */
class ApiCommandsIT {
  private static final String HELLO =
      """
      schema: hawser/v1
      name: Hello
      trigger: {type: webhook}
      steps: []
      """;
  private static final String WORKFLOW = FakeProject.WORKFLOW_ID.formatted(1);

  @TempDir private Path folder;
  private FakeApi api;
  private TestTerminal terminal = new TestTerminal();

  @BeforeEach
  void start() throws IOException {
    api = new FakeApi();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void apply_creates_then_leaves_alone_then_updates() throws IOException {
    Path file = file("hello.yaml", HELLO);
    assertThat(run("apply", file.toString())).isZero();
    assertThat(terminal.out()).isEqualTo("created    Hello  %s  %s\n".formatted(WORKFLOW, file));
    assertThat(run("apply", file.toString())).isZero();
    assertThat(terminal.out()).isEqualTo("unchanged  Hello  %s\n".formatted(file));
    file("hello.yaml", HELLO + "limits: {concurrency: 2}\n");
    assertThat(run("apply", file.toString())).isZero();
    assertThat(terminal.out()).isEqualTo("updated    Hello  revision 2  %s\n".formatted(file));
    assertThat(api.requests()).last().asString().endsWith("/workflows/" + WORKFLOW + " if \"1\"");
  }

  @Test
  void apply_deploys_and_tells_where_the_webhook_listens() throws IOException {
    Path file = file("hello.yaml", HELLO);
    assertThat(run("apply", "--deploy", file.toString())).isZero();
    assertThat(terminal.out())
        .contains("deployed   Hello  version 1\n")
        .contains("webhook  " + api.url() + "/hooks/" + WORKFLOW);
    assertThat(run("apply", "--deploy", file.toString())).isZero();
    assertThat(terminal.out()).contains("deployed   Hello  version 1, as before\n");
    Path manual =
        file("manual.json", "{\"name\": \"By hand\", \"trigger\": {\"type\": \"manual\"}}");
    assertThat(run("apply", "--deploy", manual.toString())).isZero();
    assertThat(terminal.out()).contains("deployed   By hand").doesNotContain("/hooks/");
  }

  @Test
  void apply_takes_folders_and_changes_nothing_when_one_file_is_wrong() throws IOException {
    file("a.json", "{\"name\": \"A\"}");
    Path wrong = file("below/b.yml", HELLO.replace("webhook", "webhok"));
    file("notes.txt", "not a workflow");
    file(".hidden/c.yaml", "webhok");
    assertThat(run("apply", folder.toString())).isEqualTo(1);
    assertThat(terminal.out()).isEmpty();
    assertThat(terminal.err())
        .contains(wrong + ":3:17: error: there is no trigger type webhok\n")
        .contains("  3 | trigger: {type: webhok}\n    |                 ^\n")
        .contains("did you mean webhook?")
        .contains("error: 1 of 2 files are not right; nothing was changed");
    assertThat(api.project.workflows).isEmpty();
  }

  @Test
  void two_files_cannot_have_one_name() throws IOException {
    Path first = file("a.yaml", HELLO);
    Path second = file("b.yaml", HELLO);
    assertThat(run("apply", folder.toString())).isEqualTo(1);
    assertThat(terminal.err())
        .contains(second + ": error: the name \"Hello\" is already that of " + first);
    assertThat(api.project.workflows).isEmpty();
  }

  @Test
  void a_file_that_the_server_does_not_even_look_at_is_wrong() throws IOException {
    api.project.validationsToRefuse.set(1);
    Path file = file("a.yaml", HELLO);
    assertThat(run("apply", file.toString())).isEqualTo(1);
    assertThat(terminal.err()).contains(file + ": error: The body is larger than 1 MiB");
  }

  @Test
  void a_dry_run_changes_nothing() throws IOException {
    Path file = file("hello.yaml", HELLO);
    assertThat(run("apply", "--dry-run", "--deploy", file.toString())).isZero();
    assertThat(terminal.out()).startsWith("would create  Hello  and deploy");
    assertThat(api.project.workflows).isEmpty();
  }

  @Test
  void a_lost_answer_is_asked_for_again_and_the_work_is_done_once() throws IOException {
    apply();
    assertThat(run("deploy", "Hello")).isZero();
    String path = "POST /api/v1/projects/prj_1/workflows/" + WORKFLOW + "/trigger";
    api.loseAnswerTo(path);
    assertThat(run("trigger", "Hello")).isZero();
    assertThat(terminal.out()).isEqualTo("exe_1\n");
    assertThat(api.requests().stream().filter(path::equals)).hasSize(2);
    assertThat(api.project.executions).hasSize(1);
  }

  @Test
  void workflows_are_listed_for_people_and_programs() throws IOException {
    assertThat(run("workflows")).isZero();
    assertThat(terminal.err()).contains("has no workflows yet");
    apply();
    assertThat(run("deploy", WORKFLOW)).isZero();
    assertThat(run("workflows")).isZero();
    assertThat(terminal.out().lines().toList())
        .hasSize(2)
        .last()
        .asString()
        .matches("Hello  version 1  1         .* {2}" + WORKFLOW);
    assertThat(run("workflows", "--json")).isZero();
    assertThat(terminal.out()).startsWith("{\"id\":\"" + WORKFLOW + "\"").endsWith("}\n");
    assertThat(run("undeploy", "Hello")).isZero();
    assertThat(api.project.workflows.get(WORKFLOW)).containsEntry("deployedVersion", null);
  }

  @Test
  void trigger_sends_files_beside_the_fields_of_the_data() throws IOException {
    run("apply", "--deploy", file("hello.yaml", HELLO).toString());
    Path scan = file("march.txt", "the scan");
    Path other = file("b.bin", "other");
    String[] command = {
      "trigger", "Hello", "--data", "{\"n\": 7}", "-f", "scan=" + scan, "-f", "scan=" + other
    };
    assertThat(run(command)).isZero();
    String sent = String.valueOf(api.project.executions.firstEntry().getValue().get("input"));
    assertThat(sent)
        .contains("name=\"n\"\r\nContent-Type: application/json\r\n\r\n7\r\n")
        .contains(
            "name=\"scan\"; filename=\"march.txt\"\r\nContent-Type: text/plain\r\n\r\nthe scan")
        .contains("filename=\"b.bin\"\r\nContent-Type: application/octet-stream\r\n\r\nother");
  }

  @Test
  void trigger_refuses_files_that_it_cannot_send() throws IOException {
    Path scan = file("a.txt", "x");
    assertThat(run("trigger", "Hello", "--file", scan.toString())).isEqualTo(2);
    assertThat(terminal.err()).contains("--file needs FIELD=FILE");
    assertThat(run("trigger", "Hello", "--file", "a=" + folder.resolve("none"))).isEqualTo(2);
    assertThat(terminal.err()).contains("is not a file that can be read");
    assertThat(run("trigger", "Hello", "--data", "[1]", "--file", "a=" + scan)).isEqualTo(2);
    assertThat(terminal.err()).contains("--data must be a JSON object");
  }

  @Test
  void execution_downloads_a_file_from_the_server_or_from_where_it_says() throws IOException {
    api.execution("exe_1", "SUCCEEDED", "2027-01-31T12:00:00Z");
    Path target = folder.resolve("got.bin");
    String[] command = {"execution", "exe_1", "--file", "file_1", "--output", target.toString()};
    assertThat(run(command)).isZero();
    assertThat(target).hasContent("{\"bytes\":\"of a file\"}");
    assertThat(terminal.out()).isEqualTo(target + "  21 bytes\n");
    assertThat(run(command)).as("there is something already").isEqualTo(2);
    Path elsewhere = folder.resolve("elsewhere.bin");
    assertThat(run("execution", "exe_1", "-f", "file_elsewhere", "-o", elsewhere.toString()))
        .isZero();
    assertThat(elsewhere).hasContent("from the store");
    Path none = folder.resolve("none.bin");
    assertThat(run("execution", "exe_1", "-f", "file_2", "-o", none.toString())).isEqualTo(1);
    assertThat(terminal.err()).contains("There is no file file_2");
    assertThat(none).doesNotExist();
    assertThat(run("execution", "exe_1", "-f", "file_2")).isEqualTo(2);
  }

  @Test
  void trigger_prints_the_id_or_waits_and_shows_the_steps() throws IOException {
    apply();
    assertThat(run("deploy", "Hello")).isZero();
    assertThat(run("trigger", "Hello", "--data", "{\"name\": \"Ada\"}")).isZero();
    assertThat(terminal.out()).isEqualTo("exe_1\n");
    Path data = file("data.json", "[1]");
    assertThat(run("trigger", "Hello", "--data", "@" + data, "--wait")).isZero();
    assertThat(terminal.out())
        .startsWith("exe_2  succeeded  Hello  version 1\n")
        .contains("✓ greet  transform  succeeded")
        .contains("output     {\"greeting\":\"Hello Ada\"}");
    assertThat(run("trigger", "Hello", "--data", "\"bad\"", "--wait", "--json")).isEqualTo(1);
    assertThat(terminal.out()).startsWith("{\"id\":\"exe_3\"");
  }

  @Test
  void executions_are_filtered_and_replayed() throws IOException {
    apply();
    api.execution("exe_1", "SUCCEEDED", "2020-01-31T12:00:00Z");
    api.execution("exe_2", "FAILED", "2020-02-29T12:00:00Z");
    assertThat(run("executions", "--workflow", "Hello", "--status", "failed")).isZero();
    assertThat(terminal.out().lines())
        .containsExactly(
            "STATUS  WORKFLOW  VERSION  TRIGGER  ACCEPTED    TOOK   ID",
            "failed  Hello     1        webhook  2020-02-29  12 ms  exe_2");
    assertThat(run("executions", "--json")).isZero();
    assertThat(terminal.out().lines())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("{\"id\":\"exe_2\"");
    assertThat(run("replay", "exe_2", "--version", "deployed")).isZero();
    assertThat(api.project.executions.get("exe_3")).containsEntry("replayOf", "exe_2 deployed");
    assertThat(run("execution", "exe_3")).isZero();
    assertThat(terminal.out()).contains("replay of  exe_2 deployed");
  }

  @Test
  void a_value_is_fetched_whole_whether_it_came_with_the_execution_or_not() throws IOException {
    api.execution("exe_1", "SUCCEEDED", "2020-01-31T12:00:00Z");
    List<String> large = List.of("lantern".repeat(100_000));
    api.project.values.put("abc", large);
    api.project.executions.get("exe_1").put("input", large("abc"));
    assertThat(run("execution", "exe_1")).isZero();
    assertThat(terminal.out()).contains("[\"lanternlan (700 KB; --value fetches it)");
    Path file = folder.resolve("input.json");
    assertThat(run("execution", "exe_1", "--value", "input", "--output", file.toString())).isZero();
    assertThat(file).hasContent("[\"" + "lantern".repeat(100_000) + "\"]");
    assertThat(run("execution", "exe_1", "--value", "input")).isZero();
    assertThat(terminal.out()).startsWith("[\"lantern").hasSizeGreaterThan(700_000);
    assertThat(run("execution", "exe_1", "--value", "greet.output")).isZero();
    assertThat(terminal.out()).isEqualTo("{\"greeting\":\"Hello Ada\"}\n");
    assertThat(run("execution", "exe_1", "--value", "gone.output")).isEqualTo(1);
    assertThat(terminal.err()).contains("no step \"gone\"");
  }

  @Test
  void a_value_that_cannot_be_fetched_leaves_no_file() throws IOException {
    api.execution("exe_1", "SUCCEEDED", "2020-01-31T12:00:00Z");
    Path file = folder.resolve("input.json");
    String[] fetch = {"execution", "exe_1", "--value", "input", "--output", file.toString()};
    api.project.executions.get("exe_1").put("input", large("missing"));
    assertThat(run(fetch)).isEqualTo(1);
    assertThat(terminal.err()).contains("no value of this name");
    for (String elsewhere : List.of("../replay", "a?b", "")) {
      api.project.executions.get("exe_1").put("input", large(elsewhere));
      assertThat(run(fetch)).isEqualTo(1);
      assertThat(terminal.err()).contains("not one that the server keeps");
    }
    assertThat(folder).isEmptyDirectory();
  }

  private static Map<String, Object> large(String name) {
    String url = "/api/v1/projects/prj_1/executions/exe_1/values/" + name;
    return Map.of("$value", Map.of("size", 700_004, "preview", "[\"lanternlan", "url", url));
  }

  @Test
  void setup_prints_the_key_and_keeps_it_for_later_commands() throws IOException {
    Path credentials = folder.resolve("credentials");
    List<String> args =
        new ArrayList<>(
            List.of("setup", "--token", "http://x/setup#token=right", "--organization", "Acme"));
    args.addAll(List.of("--email", "ada@example.com", "--password-stdin", "--save"));
    args.addAll(List.of("--url", api.url(), "--credentials", credentials.toString()));
    assertThat(withInput("correct horse battery staple\n", args)).isZero();
    assertThat(terminal.out()).isEqualTo(FakeApi.KEY + "\n");
    terminal = new TestTerminal();
    assertThat(
            terminal.run("workflows", "--url", api.url(), "--credentials", credentials.toString()))
        .isZero();
    assertThat(terminal.err()).contains("The project Default has no workflows yet");
  }

  @Test
  void a_wrong_setup_token_and_a_missing_password_are_told() {
    List<String> args =
        List.of(
            "setup",
            "--token",
            "wrong",
            "--organization",
            "Acme",
            "--email",
            "ada@example.com",
            "--password-stdin",
            "--url",
            api.url());
    assertThat(withInput("correct horse battery staple", args)).isEqualTo(1);
    assertThat(terminal.err()).contains("error: The token is wrong (identity.setup-token-wrong)");
    assertThat(withInput("", args)).isEqualTo(2);
    assertThat(terminal.err()).contains("There is no password on standard input");
  }

  @Test
  void a_refusal_names_each_field_once() {
    List<String> args =
        List.of(
            "setup",
            "--token",
            "right",
            "--organization",
            "Acme",
            "--email",
            "ada@example.com",
            "--password-stdin",
            "--url",
            api.url());
    assertThat(withInput("short", args)).isEqualTo(1);
    assertThat(terminal.err())
        .isEqualTo(
            """
            error: One field is wrong. (core.body-invalid)
              password must have at least 12 characters
            """);
  }

  @Test
  void login_checks_a_key_before_it_keeps_it() {
    Path credentials = folder.resolve("credentials");
    String[] file = {"--credentials", credentials.toString(), "--url", api.url()};
    terminal = new TestTerminal();
    assertThat(terminal.run("login", "--api-key", "hwk_wrong", file[0], file[1], file[2], file[3]))
        .isEqualTo(1);
    assertThat(terminal.err())
        .contains("error: This API key does not hold")
        .contains("hawser login");
    assertThat(credentials).doesNotExist();
    assertThat(terminal.run("login", "--api-key", FakeApi.KEY, file[0], file[1], file[2], file[3]))
        .isZero();
    assertThat(credentials).content().contains(FakeApi.KEY);
  }

  @Test
  void no_server_and_no_key_are_told_with_what_to_do() {
    api.close();
    assertThat(run("workflows")).isEqualTo(1);
    assertThat(terminal.err())
        .contains("error: No Hawser server answers at " + api.url())
        .contains("hawser start")
        .contains("HAWSER_URL");
    terminal = new TestTerminal();
    assertThat(
            terminal.run(
                "workflows", "--url", api.url(), "--credentials", folder.resolve("no").toString()))
        .isEqualTo(1);
    assertThat(terminal.err()).contains("There is no API key for " + api.url());
  }

  @Test
  void unknown_things_are_told() throws IOException {
    assertThat(run("deploy", "Nothing")).isEqualTo(1);
    assertThat(terminal.err())
        .contains("There is no workflow \"Nothing\" in the project \"Default\"");
    assertThat(run("deploy", FakeProject.WORKFLOW_ID.formatted(9))).isEqualTo(1);
    assertThat(run("execution", "exe/../1")).isEqualTo(1);
    assertThat(terminal.err()).contains("error: There is nothing at");
    apply();
    assertThat(run("trigger", "Hello")).isEqualTo(1);
    assertThat(terminal.err()).contains("The workflow is not deployed (tasks.not-deployed)");
  }

  @Test
  void wrong_arguments_are_found_before_the_server_is_asked() throws IOException {
    api.close();
    assertThat(run("apply")).isEqualTo(2);
    assertThat(run("apply", folder.resolve("none.yaml").toString())).isEqualTo(2);
    assertThat(terminal.err()).contains("There is no file or folder");
    assertThat(run("apply", file("a.txt", "x").toString())).isEqualTo(2);
    assertThat(run("apply", folder.toString())).isEqualTo(2);
    assertThat(run("trigger", "Hello", "--data", "{a: 1}")).isEqualTo(2);
    assertThat(terminal.err()).contains("--data is not JSON").contains("line 1");
    assertThat(run("trigger", "Hello", "--data", "@" + folder.resolve("none"))).isEqualTo(2);
    assertThat(run("executions", "--limit", "201")).isEqualTo(2);
    assertThat(run("executions", "--status", "broken")).isEqualTo(2);
    assertThat(run("replay", "exe_1", "--version", "newest")).isEqualTo(2);
    assertThat(run("setup", "--token", "x")).isEqualTo(2);
    assertThat(run("execution", "exe_1", "--value", "greet")).isEqualTo(2);
    assertThat(run("execution", "exe_1", "--output", "x")).isEqualTo(2);
  }

  private void apply() throws IOException {
    assertThat(run("apply", file("hello.yaml", HELLO).toString())).isZero();
  }

  private int run(String... args) {
    terminal = new TestTerminal();
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--url", api.url(), "--api-key", FakeApi.KEY));
    return terminal.run(all.toArray(String[]::new));
  }

  private int withInput(String input, List<String> args) {
    terminal = new TestTerminal();
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      return terminal.run(args.toArray(String[]::new));
    } finally {
      System.setIn(before);
    }
  }

  private Path file(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }
}
