package dev.hawser.app.internal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.json.Json;
import dev.hawser.functions.LocalSyntax;
import dev.hawser.functions.SyntaxProblem;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintCommandTest {
  private static final String RIGHT =
      """
      schema: hawser/v1
      name: Right
      trigger: {type: manual}
      steps:
        - {id: a, type: transform, value: 1}
      """;

  private final TestTerminal terminal = new TestTerminal();
  @TempDir private Path folder;

  private String file(String name, String text) throws Exception {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    return file.toString();
  }

  @Test
  void what_is_right_says_nothing() throws Exception {
    assertThat(terminal.run("lint", file("right.yaml", RIGHT))).isEqualTo(ExitCodes.OK);
    assertThat(terminal.out()).isEmpty();
    assertThat(terminal.err()).isEmpty();
  }

  @Test
  void each_problem_is_a_line_with_its_place() throws Exception {
    String wrong = file("wrong.yaml", RIGHT.replace("manual", "manul").replace("value", "vlaue"));
    assertThat(terminal.run("lint", file("right.yaml", RIGHT), wrong)).isEqualTo(ExitCodes.FAILED);
    assertThat(terminal.out().lines())
        .containsExactly(
            wrong + ":3:17: /trigger/type: there is no trigger \"manul\"; did you mean \"manual\"?",
            wrong
                + ":5:30: /steps/0/vlaue: there is no field \"vlaue\" here; did you mean"
                + " \"value\"?");
    assertThat(terminal.err()).contains("1 of 2 files are not right");
  }

  @Test
  void code_of_functions_is_parsed_and_told_of_at_its_place_as_a_server_does() throws Exception {
    String code = "export default (input) => {\n  return input.;\n}";
    String wrong =
        file(
            "code.yaml",
            RIGHT.replace(
                "{id: a, type: transform, value: 1}",
                "id: a\n    type: function\n    code: |\n" + code.indent(6)));
    assertThat(terminal.run("lint", wrong)).isEqualTo(ExitCodes.FAILED);
    List<SyntaxProblem> server;
    try (LocalSyntax functions = LocalSyntax.open()) {
      server = functions.check(code);
    }
    assertThat(server).hasSize(1);
    assertThat(server.getFirst().line()).isEqualTo(2);
    assertThat(terminal.out().strip())
        .isEqualTo(
            "%s:9:%d: /steps/0/code: the code is not JavaScript: %s (line 2, column %d of the code)"
                .formatted(
                    wrong,
                    server.getFirst().column() + 6,
                    server.getFirst().message().replace("\n", "\\n"),
                    server.getFirst().column()));
    String right =
        file("right.yaml", Files.readString(Path.of(wrong)).replace("input.;", "input;"));
    TestTerminal again = new TestTerminal();
    assertThat(again.run("lint", right)).isEqualTo(ExitCodes.OK);
    assertThat(again.out() + again.err()).isEmpty();
  }

  @Test
  void what_cannot_run_yet_is_a_warning() throws Exception {
    String waits = file("waits.yaml", RIGHT.replace("transform, value: 1", "delay, for: PT1H"));
    assertThat(terminal.run("lint", waits)).isEqualTo(ExitCodes.OK);
    assertThat(terminal.out().strip())
        .isEqualTo(waits + ":5:5: warning: /steps/0: this release cannot run \"delay\" steps yet");
  }

  @Test
  void folders_are_searched_and_json_is_read_as_json() throws Exception {
    file("a.json", "{\"schema\": \"hawser/v1\",}");
    file("b.yml", RIGHT);
    file("notes.txt", "not a workflow");
    assertThat(terminal.run("lint", folder.toString())).isEqualTo(ExitCodes.FAILED);
    assertThat(terminal.out().lines()).hasSize(1);
    assertThat(terminal.out()).contains("a.json:1:").contains("the document is not JSON");
  }

  @Test
  void standard_input_is_a_file_too() {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(RIGHT.replace("Right", "' x'").getBytes(UTF_8)));
      assertThat(terminal.run("lint", "-")).isEqualTo(ExitCodes.FAILED);
    } finally {
      System.setIn(before);
    }
    assertThat(terminal.out()).startsWith("<stdin>:2:7: /name: must have 1 to 200 characters");
  }

  @Test
  void documents_for_programs_have_the_same() throws Exception {
    String wrong = file("wrong.yaml", RIGHT.replace("manual", "manul"));
    assertThat(terminal.run("lint", "--json", wrong, file("right.yaml", RIGHT)))
        .isEqualTo(ExitCodes.FAILED);
    List<String> lines = terminal.out().lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(Json.read(lines.getFirst().getBytes(UTF_8)))
        .isEqualTo(
            Map.of(
                "file",
                wrong,
                "ok",
                false,
                "problems",
                List.of(
                    Json.read(
                        """
                            {"pointer": "/trigger/type", "line": 3, "column": 17, "stepId": null,
                             "message": "there is no trigger \\"manul\\"; did you mean \\"manual\\"?",
                             "suggestion": "manual"}
                            """
                            .getBytes(UTF_8))),
                "unsupported",
                List.of()));
    assertThat(lines.get(1)).contains("\"ok\":true");
    assertThat(terminal.err()).isEmpty();
  }

  @Test
  void bytes_that_are_no_text_are_told_and_not_thrown() throws Exception {
    Path file = folder.resolve("latin.yaml");
    Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xE9});
    assertThat(terminal.run("lint", file.toString())).isEqualTo(ExitCodes.FAILED);
    assertThat(terminal.out().strip())
        .isEqualTo(file + ":1:4: the document is not UTF-8 text: the byte 0xE9 cannot stand here");
  }

  @Test
  void wrong_arguments_are_told_before_any_file_is_read() throws Exception {
    assertThat(terminal.run("lint")).isEqualTo(ExitCodes.USAGE);
    assertThat(terminal.run("lint", "nowhere.yaml")).isEqualTo(ExitCodes.USAGE);
    assertThat(terminal.err()).contains("There is no file or folder nowhere.yaml");
    assertThat(terminal.run("lint", file("notes.txt", "x"))).isEqualTo(ExitCodes.USAGE);
    assertThat(terminal.err()).contains("must end in .json, .yaml or .yml");
    assertThat(terminal.run("lint", "--help")).isEqualTo(ExitCodes.OK);
    assertThat(terminal.out()).contains("hawser lint - < orders.yaml");
  }
}
