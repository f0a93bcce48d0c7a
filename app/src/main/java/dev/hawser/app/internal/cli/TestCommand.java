package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.ProjectApi;
import dev.hawser.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tries a workflow's draft, or a part of it. */
@Command(
    name = "test",
    sortOptions = false,
    description = {
      "Run the draft of a workflow, or a part of it, as a test, and print the execution's id.",
      "Steps really run, but without retries; tests are marked in history and are not counted.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  hawser test Hello --data '{\"name\": \"Ada\"}' --wait",
      "  hawser test Hello --from notify --execution exe_01h455vb4pex5vsknk084sn02q --wait",
      "  hawser test Hello --from notify --to notify --pin 'fetch={\"status\": 200}' --wait"
    })
final class TestCommand extends ApiCommand {
  @Parameters(paramLabel = "NAME|ID", description = "The workflow.")
  private String workflow = "";

  @Option(
      names = {"-d", "--data"},
      paramLabel = "JSON|@FILE|-",
      description = "What expressions see as trigger.body: JSON, @ and a file with it, or -.")
  private @Nullable String data;

  @Option(
      names = "--execution",
      paramLabel = "ID",
      description = "Take the trigger's data and earlier outputs from this execution.")
  private @Nullable String execution;

  @Option(names = "--from", paramLabel = "STEP", description = "The first step that runs.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "STEP", description = "The last step that runs.")
  private @Nullable String to;

  @Option(
      names = "--pin",
      paramLabel = "STEP=JSON",
      description = "What a step is taken to have given, without running; can be repeated.")
  private List<String> pins = new ArrayList<>();

  @Mixin private Awaited awaited = new Awaited();
  private final Map<String, @Nullable Object> request = new LinkedHashMap<>();

  TestCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  void check() {
    if (data != null) {
      Map<String, @Nullable Object> trigger = new LinkedHashMap<>();
      trigger.put("body", json("--data", dataText(data)));
      request.put("trigger", trigger);
    }
    request.put("execution", execution);
    request.put("from", from);
    request.put("to", to);
    Map<String, @Nullable Object> outputs = new LinkedHashMap<>();
    for (String pin : pins) {
      int equals = pin.indexOf('=');
      if (equals < 1) {
        throw usage("--pin needs STEP=JSON, for example --pin 'fetch={\"status\": 200}'");
      }
      outputs.put(pin.substring(0, equals), json("--pin", pin.substring(equals + 1)));
    }
    request.put("outputs", outputs);
  }

  @Override
  int run(ApiClient client) {
    ProjectApi api = ProjectApi.open(client);
    String started = api.test(api.workflow(workflow).id(), request);
    return awaited.tell(terminal(), api, started);
  }

  private @Nullable Object json(String option, String text) {
    try {
      return Json.read(text.getBytes(StandardCharsets.UTF_8));
    } catch (Json.MalformedException e) {
      throw usage(option + " is not JSON: " + e.getMessage());
    }
  }
}
