package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.FileUpload;
import dev.hawser.app.internal.cli.client.ProjectApi;
import dev.hawser.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    footer = {
      "",
      "Examples:",
      "  hawser trigger Hello --data '{\"name\": \"Ada\"}' --wait",
      "  hawser trigger Invoices --file scan=march.pdf --data '{\"customer\": 7}'"
    })
final class TriggerCommand extends ApiCommand {
  @Parameters(paramLabel = "NAME|ID", description = "The workflow.")
  private String workflow = "";

  @Option(
      names = {"-d", "--data"},
      paramLabel = "JSON|@FILE|-",
      description = "JSON, or @ and a file with it, or - to read it from standard input.")
  private @Nullable String data;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FIELD=FILE",
      description = {
        "A file that expressions see as trigger.body.FIELD; can be given several times.",
        "With it, --data must be a JSON object: the other fields."
      })
  private List<String> files = new ArrayList<>();

  @Mixin private Awaited awaited = new Awaited();
  private byte[] input = new byte[0];
  private @Nullable FileUpload upload;

  TriggerCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  void check() {
    Object value = null;
    if (data != null) {
      input = dataText(data).getBytes(StandardCharsets.UTF_8);
      try {
        value = Json.read(input);
      } catch (Json.MalformedException e) {
        throw usage("--data is not JSON: " + e.getMessage());
      }
    }
    if (!files.isEmpty()) {
      upload = new FileUpload(fields(value), files.stream().map(this::named).toList());
    }
  }

  @Override
  int run(ApiClient client) {
    ProjectApi api = ProjectApi.open(client);
    String id = api.workflow(workflow).id();
    String execution = upload == null ? api.trigger(id, input) : api.trigger(id, upload);
    return awaited.tell(terminal(), api, execution);
  }

  private Map<String, @Nullable Object> fields(@Nullable Object value) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, field) -> fields.put(String.valueOf(name), field));
    } else if (value != null) {
      throw usage("--data must be a JSON object when there are files");
    }
    return fields;
  }

  private FileUpload.Named named(String given) {
    int equals = given.indexOf('=');
    if (equals < 1 || equals == given.length() - 1) {
      throw usage("--file needs FIELD=FILE, for example --file scan=march.pdf");
    }
    Path file = Path.of(given.substring(equals + 1));
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw usage("--file " + given + ": " + file + " is not a file that can be read");
    }
    return new FileUpload.Named(given.substring(0, equals), file);
  }
}
