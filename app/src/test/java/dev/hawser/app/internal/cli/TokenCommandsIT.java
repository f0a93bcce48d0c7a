package dev.hawser.app.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands with a personal access token, which does not say which project is meant. */
class TokenCommandsIT {
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
  void a_login_with_a_token_needs_a_project_and_keeps_it() {
    assertThat(run("login", "--api-key", FakeApi.TOKEN)).isEqualTo(1);
    assertThat(terminal.err()).contains("--project prj_").contains("Acme");
    assertThat(folder.resolve("credentials")).doesNotExist();

    assertThat(run("login", "--api-key", FakeApi.TOKEN, "--project", "prj_2")).isEqualTo(1);
    assertThat(folder.resolve("credentials")).doesNotExist();

    assertThat(run("login", "--api-key", FakeApi.TOKEN, "--project", "prj_1")).isZero();
    assertThat(terminal.err()).contains("project prj_1 of Acme; the token is in");
    assertThat(folder.resolve("credentials")).content().contains(FakeApi.TOKEN, "prj_1");

    assertThat(run("workflows")).isZero();
    assertThat(run("workflows", "--project", "prj_2")).isEqualTo(1);
    assertThat(run("secrets", "list", "--api-key", FakeApi.TOKEN)).isEqualTo(1);
    assertThat(terminal.err()).contains("HAWSER_PROJECT");
  }

  @Test
  void a_key_says_which_project_it_is_for_and_no_other_can_be_named() {
    assertThat(run("login", "--api-key", FakeApi.KEY, "--project", "prj_1")).isZero();
    assertThat(folder.resolve("credentials")).content().doesNotContain("prj_1");
    assertThat(run("workflows", "--project", "prj_2")).isEqualTo(1);
    assertThat(terminal.err()).contains("belongs to the project prj_1, not to prj_2");
  }

  @Test
  void a_server_that_has_too_many_requests_is_asked_again_and_not_for_ever() {
    api.refuseNext(3);
    assertThat(run("workflows", "--api-key", FakeApi.KEY)).isZero();
    api.refuseNext(1_000);
    assertThat(run("workflows", "--api-key", FakeApi.KEY)).isEqualTo(1);
    assertThat(terminal.err()).contains("core.rate-limited");
  }

  private int run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(
        List.of("--url", api.url(), "--credentials", folder.resolve("credentials").toString()));
    terminal = new TestTerminal();
    return terminal.run(all.toArray(String[]::new));
  }
}
