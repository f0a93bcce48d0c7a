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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about versions, differences, files and app events, against a fake API. */
class HistoryCommandsIT {
  private static final String HELLO =
      "schema: hawser/v1\nname: Hello\ntrigger: {type: webhook}\nsteps: []\n";
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
  void diff_tells_what_changed_step_by_step_and_line_by_line() throws IOException {
    apply();
    assertThat(run("diff", "Hello")).isZero();
    assertThat(terminal.out())
        .isEqualTo(
            """
            ~ name  "Hello" → "Other"
            + step b  fail, in choose/known
            - step c  each
            > step d  steps → b.onError

            --- old
            +++ new
            @@ -1 +1 @@
            -name: Hello
            +name: \\u001b[2J
             a: b
            """);
    assertThat(run("diff", "Hello", "--summary", "--exit-code")).isEqualTo(1);
    assertThat(terminal.out()).doesNotContain("@@");
    assertThat(run("diff", "Hello", "--json")).isZero();
    assertThat(terminal.out()).contains("\"kind\":\"MOVED\"");
    assertThat(run("diff", "Hello", "--from", "3", "--to", "draft")).isZero();
  }

  @Test
  void diff_takes_a_file() throws IOException {
    Path same = apply();
    assertThat(run("diff", "Hello", same.toString(), "--exit-code")).isZero();
    assertThat(terminal.err()).isEqualTo("There is no difference.\n");
    Path other = file("other.yaml", HELLO + "limits: {concurrency: 2}\n");
    assertThat(run("diff", "Hello", other.toString(), "--summary")).isZero();
    assertThat(terminal.out()).isEqualTo("~ limits  – → {\"concurrency\":2}\n");
    assertThat(run("diff", "Hello", other.toString(), "--to", "3")).isEqualTo(2);
    assertThat(run("diff", "Hello", folder.resolve("none.yaml").toString())).isEqualTo(2);
  }

  @Test
  void diff_has_colours_on_a_terminal() throws IOException {
    apply();
    terminal = TestTerminal.watched();
    assertThat(runIn("diff", "Hello")).isZero();
    assertThat(terminal.out())
        .contains("\u001b[32m+name: \\u001b[2J\u001b[0m", "\u001b[31m-name: Hello\u001b[0m");
  }

  @Test
  void export_writes_one_or_all() throws IOException {
    apply();
    assertThat(run("export", "Hello")).isZero();
    assertThat(terminal.out()).contains("\"name\":\"Hello\"");
    Path target = folder.resolve("out/hello.yaml");
    assertThat(run("export", "Hello", "-o", target.toString())).isZero();
    assertThat(target).content().contains("Hello");
    assertThat(run("apply", target.toString())).isZero();
    assertThat(terminal.out()).startsWith("unchanged");
    run("copy", "Hello", "hello!");
    assertThat(terminal.out()).startsWith("created  hello!  wf_");
    Path all = folder.resolve("all");
    assertThat(run("export", "--all", all.toString())).isZero();
    assertThat(all.resolve("hello.yaml")).exists();
    assertThat(all.resolve("hello-2.yaml")).exists();
    assertThat(run("export")).isEqualTo(2);
    assertThat(run("export", "Hello", "--all", all.toString())).isEqualTo(2);
    assertThat(run("export", "--all", all.toString(), "-o", "x.yaml")).isEqualTo(2);
  }

  @Test
  void an_export_to_another_language_tells_what_is_lost_beside_the_document() throws IOException {
    apply();
    assertThat(run("export", "Hello", "--format", "serverless")).isZero();
    assertThat(terminal.out()).isEqualTo("document: {}\n");
    assertThat(terminal.err())
        .isEqualTo("Hello: what the document does not say\n  trigger  No trigger  (/trigger)\n");
  }

  @Test
  void versions_are_saved_named_listed_deployed_and_restored() throws IOException {
    apply();
    assertThat(run("versions", "list", "Hello")).isZero();
    assertThat(terminal.err()).contains("There is no version yet");
    assertThat(run("versions", "save", "Hello", "--label", "one")).isZero();
    assertThat(terminal.out()).isEqualTo("saved  Hello  version 1\n");
    assertThat(run("versions", "name", "Hello", "1", "--label", "two")).isZero();
    assertThat(terminal.out()).isEqualTo("named  Hello  version 1  two\n");
    assertThat(run("deploy", "Hello", "--version", "1")).isZero();
    assertThat(terminal.out()).contains("deployed   Hello  version 1");
    assertThat(run("versions", "list", "Hello")).isZero();
    assertThat(terminal.out().lines().toList().get(1)).startsWith("1        two    deployed");
    assertThat(run("versions", "list", "Hello", "--json")).isZero();
    assertThat(terminal.out()).startsWith("{\"version\":1,\"label\":\"two\"");
    assertThat(run("versions", "restore", "Hello", "1")).isZero();
    assertThat(terminal.out())
        .isEqualTo("the draft is version 2\nrestored  Hello  version 1 is the draft, revision 2\n");
    assertThat(terminal.err()).contains("changes that are in no version");
    assertThat(api.requests()).last().asString().endsWith("/versions/1/restore if \"1\"");
    assertThat(run("versions", "restore", "Hello", "9", "--discard")).isEqualTo(1);
    assertThat(terminal.err()).contains("There is no version");
    assertThat(run("versions")).isEqualTo(2);
  }

  @Test
  void events_are_applied_listed_shown_and_deleted() throws IOException {
    Path file =
        file("order.yaml", "name: order.created\ndescription: An order\nexample: {id: 7}\n");
    assertThat(run("events", "list")).isZero();
    assertThat(terminal.err()).contains("no app events yet");
    assertThat(run("events", "apply", "--dry-run", file.toString())).isZero();
    assertThat(terminal.out()).startsWith("would create  order.created");
    assertThat(api.project.history.events).isEmpty();
    assertThat(run("events", "apply", file.toString())).isZero();
    assertThat(terminal.out()).isEqualTo("created    order.created  %s\n".formatted(file));
    assertThat(run("events", "apply", file.toString())).isZero();
    assertThat(terminal.out()).startsWith("unchanged");
    file("order.yaml", "name: order.created\nexample: {id: 8}\n");
    assertThat(run("events", "apply", file.toString())).isZero();
    assertThat(terminal.out()).startsWith("updated");
    assertThat(run("events", "list")).isZero();
    assertThat(terminal.out()).contains("order.created  2");
    assertThat(run("events", "list", "--json")).isZero();
    assertThat(terminal.out()).startsWith("{\"name\":\"order.created\"");
    assertThat(run("events", "get", "order.created")).isZero();
    assertThat(terminal.out()).contains("example\n  {\n    \"id\": 8\n", "starts     Hello");
    assertThat(run("events", "delete", "order.created")).isEqualTo(1);
    assertThat(terminal.err()).contains("Hello listens");
    assertThat(run("events", "delete", "order.created", "--force")).isZero();
    assertThat(run("events", "get", "order.created")).isEqualTo(1);
  }

  @Test
  void event_files_that_are_wrong_change_nothing() throws IOException {
    Path one = file("a.yaml", "name: a\nexample: 1\n");
    Path same = file("b.yaml", "name: a\nexample: 2\n");
    Path none = file("c.yaml", "example: 2\n");
    assertThat(run("events", "apply", one.toString(), same.toString())).isEqualTo(2);
    assertThat(terminal.err()).contains("are both the event a");
    assertThat(run("events", "apply", one.toString(), none.toString())).isEqualTo(2);
    assertThat(terminal.err()).contains("is not an object with a \"name\"");
    assertThat(api.project.history.events).isEmpty();
  }

  @Test
  void a_plan_shows_changes_and_changes_nothing() throws IOException {
    Path file = apply();
    file("hello.yaml", HELLO + "limits: {concurrency: 2}\n");
    assertThat(run("apply", "--plan", file.toString())).isZero();
    assertThat(terminal.out())
        .isEqualTo(
            "would update  Hello  %s\n    ~ limits  – → {\"concurrency\":2}\n".formatted(file));
    assertThat(api.project.workflows.get(WORKFLOW)).containsEntry("revision", 1);
  }

  @Test
  void on_a_terminal_apply_asks_first() throws IOException {
    Path file = apply();
    file("hello.yaml", HELLO + "limits: {concurrency: 2}\n");
    terminal = TestTerminal.watched();
    assertThat(withInput("n\n", "apply", file.toString())).isEqualTo(1);
    assertThat(terminal.out()).contains("would update");
    assertThat(terminal.err()).contains("Apply? [y/N] ", "Nothing was changed.");
    assertThat(withInput("", "apply", file.toString())).as("no answer").isEqualTo(1);
    assertThat(api.project.workflows.get(WORKFLOW)).containsEntry("revision", 1);
    assertThat(withInput("y\n", "apply", file.toString())).isZero();
    assertThat(api.project.workflows.get(WORKFLOW)).containsEntry("revision", 2);
    terminal = TestTerminal.watched();
    assertThat(runIn("apply", file.toString())).as("nothing to ask for").isZero();
    assertThat(terminal.err()).isEmpty();
    file("hello.yaml", HELLO);
    assertThat(runIn("apply", "--yes", file.toString())).isZero();
    assertThat(api.project.workflows.get(WORKFLOW)).containsEntry("revision", 3);
  }

  @Test
  void prune_deletes_what_no_file_has_and_wants_to_be_meant() throws IOException {
    Path file = apply();
    run("copy", "Hello", "Old");
    assertThat(run("apply", "--prune", file.toString())).isEqualTo(2);
    assertThat(terminal.err()).contains("--prune deletes workflows: say --yes as well");
    assertThat(run("apply", "--prune", "--plan", file.toString())).isZero();
    assertThat(terminal.out()).contains("would delete  Old");
    assertThat(api.project.workflows).hasSize(2);
    assertThat(run("apply", "--prune", "--yes", file.toString())).isZero();
    assertThat(terminal.out()).contains("deleted    Old");
    assertThat(api.project.workflows).containsOnlyKeys(WORKFLOW);
  }

  private Path apply() throws IOException {
    Path file = file("hello.yaml", HELLO);
    assertThat(run("apply", file.toString())).isZero();
    return file;
  }

  private Path file(String name, String text) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }

  private int run(String... args) {
    terminal = new TestTerminal();
    return runIn(args);
  }

  private int runIn(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--url", api.url(), "--api-key", FakeApi.KEY));
    return terminal.run(all.toArray(String[]::new));
  }

  private int withInput(String input, String... args) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      return runIn(args);
    } finally {
      System.setIn(before);
    }
  }
}
