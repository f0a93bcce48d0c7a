package dev.hawser.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.systemtest.harness.Hawser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What somebody sees who pastes the blocks of the README into a shell, one after the other. */
class ReadmeIT {
  private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
  private static final Path ROOT = Path.of(System.getProperty("hawser.root"));

  @Test
  void the_first_workflow_works_when_its_blocks_are_pasted() throws Exception {
    String readme = Files.readString(ROOT.resolve("README.md"));
    List<String> blocks =
        BLOCK
            .matcher(
                readme.substring(
                    readme.indexOf("## A first workflow"), readme.indexOf("## The shape")))
            .results()
            .map(MatchResult::group)
            .map(block -> block.replaceAll("```(sh)?", ""))
            .toList();
    assertThat(blocks).hasSize(4);
    assertThat(blocks.getFirst()).isEqualToIgnoringWhitespace("read -r LINK");
    try (Hawser hawser = Hawser.empty().start()) {
      String link = hawser.address() + "/setup#token=" + hawser.setupToken().orElseThrow();
      String script = "LINK='" + link + "'\n" + String.join("\n", blocks.subList(1, blocks.size()));
      String output = paste(hawser, script.replace("http://127.0.0.1:8080", at(hawser)));
      assertThat(output)
          .contains("created    Hello", "deployed   Hello", "\"executionId\":\"exe_")
          .contains("succeeded  Hello", "greet", "choose", "Hello Ada!")
          .doesNotContain("error", "rror:");
      assertThat(output.substring(output.indexOf("hawser replay"))).contains("exe_");
    }
  }

  private static String at(Hawser hawser) {
    return hawser.address().toString();
  }

  /** Runs it in a folder like a checkout, in which {@code ./hawser} is the packaged jar. */
  private static String paste(Hawser hawser, String script)
      throws IOException, InterruptedException {
    Path checkout = Files.createDirectory(hawser.folder().resolve("checkout"));
    Path examples = Files.createDirectory(checkout.resolve("examples"));
    Files.writeString(
        examples.resolve("hello.yaml"),
        Files.readString(ROOT.resolve("examples/hello.yaml"))
            .replace("http://127.0.0.1:8080", at(hawser)));
    Path launcher =
        Files.writeString(
            checkout.resolve("hawser"),
            "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 -jar '%s' \"$@\"\n"
                .formatted(
                    Path.of(System.getProperty("java.home"), "bin", "java"),
                    Path.of(System.getProperty("hawser.jar")).toAbsolutePath()));
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
    ProcessBuilder shell =
        new ProcessBuilder("sh", "-eux")
            .directory(checkout.toFile())
            .redirectErrorStream(true)
            .redirectOutput(checkout.resolve("shown").toFile())
            .redirectInput(Files.writeString(checkout.resolve("pasted"), script).toFile());
    shell.environment().keySet().removeIf(name -> name.startsWith("HAWSER_"));
    shell.environment().put("HAWSER_URL", at(hawser));
    shell.environment().put("XDG_CONFIG_HOME", checkout.toString());
    Process process = shell.start();
    boolean ended = process.waitFor(2, TimeUnit.MINUTES);
    String output = Files.readString(checkout.resolve("shown"));
    if (!ended) {
      process.destroyForcibly();
      throw new AssertionError("It does not end: " + output);
    }
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
