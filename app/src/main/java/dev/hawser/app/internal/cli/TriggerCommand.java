package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.ProjectApi;
import dev.hawser.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts a workflow by hand. */
@Command(
    name = "trigger",
    sortOptions = false,
    description = {
      "Start a deployed workflow and print the execution's id.",
      "Its expressions see the data as trigger.body.",
      ""
    },
    footer = {"", "Example:", "  hawser trigger Hello --data '{\"name\": \"Ada\"}' --wait"})
final class TriggerCommand extends ApiCommand {
  @Parameters(paramLabel = "NAME|ID", description = "The workflow.")
  private String workflow = "";

  @Option(
      names = {"-d", "--data"},
      paramLabel = "JSON|@FILE|-",
      description = "JSON, or @ and a file with it, or - to read it from standard input.")
  private @Nullable String data;

  @Mixin private Awaited awaited = new Awaited();
  private byte[] input = new byte[0];

  TriggerCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  void check() {
    if (data == null) {
      return;
    }
    input = text(data).getBytes(StandardCharsets.UTF_8);
    try {
      Json.read(input);
    } catch (Json.MalformedException e) {
      throw usage("--data is not JSON: " + e.getMessage());
    }
  }

  @Override
  int run(ApiClient client) {
    ProjectApi api = ProjectApi.open(client);
    return awaited.tell(terminal(), api, api.trigger(api.workflow(workflow).id(), input));
  }

  private String text(String given) {
    try {
      if (given.equals("-")) {
        return StandardInput.text();
      }
      return given.startsWith("@") ? Files.readString(Path.of(given.substring(1))) : given;
    } catch (IOException e) {
      throw usage("--data " + given + " cannot be read: " + e);
    }
  }
}
