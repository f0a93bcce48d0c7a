package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.CredentialsFile;
import dev.hawser.app.internal.cli.client.SetupApi;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes the first administrator without a browser. */
@Command(
    name = "setup",
    sortOptions = false,
    description = {
      "Make the first administrator, organization, project and API key of a new server.",
      "Prints the key, which is shown this once. Works once per installation.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  printf %%s \"$PASSWORD\" | hawser setup --token TOKEN --organization Acme \\",
      "      --email ada@example.com --password-stdin --save"
    })
final class SetupCommand extends ServerCommand {
  @Option(
      names = "--token",
      required = true,
      description = "The one-time token that the server printed, or the whole link.")
  private String token = "";

  @Option(names = "--organization", required = true, description = "Name of your company.")
  private String organization = "";

  @Option(names = "--email", required = true, description = "The administrator's address.")
  private String email = "";

  @Option(
      names = "--password-stdin",
      required = true,
      description = "Read the administrator's password from standard input.")
  private boolean passwordStdin;

  @Option(names = "--team", description = "Name of the first team (default: Default).")
  private @Nullable String team;

  @Option(names = "--project", description = "Name of the first project (default: Default).")
  private @Nullable String project;

  @Option(names = "--first-name", description = "The administrator's first name.")
  private @Nullable String firstName;

  @Option(names = "--last-name", description = "The administrator's last name.")
  private @Nullable String lastName;

  @Option(names = "--save", description = "Save the key for later commands, as login does.")
  private boolean save;

  @Option(names = "--json", description = "Print the API's JSON instead of the key.")
  private boolean json;

  private String password = "";

  SetupCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  void check() {
    if (!passwordStdin) {
      throw usage("The password is read from standard input only: --password-stdin");
    }
    try {
      password = StandardInput.line();
    } catch (IOException e) {
      throw usage("The password cannot be read from standard input: " + e);
    }
    if (password.isEmpty()) {
      throw usage("There is no password on standard input");
    }
  }

  @Override
  int run(ApiClient client) {
    SetupApi.Done done = SetupApi.complete(client, fields());
    terminal()
        .err()
        .println(
            "Created the organization %s, its project %s and the administrator %s."
                .formatted(
                    Printable.line(done.organization()),
                    Printable.line(done.project()),
                    Printable.line(done.email())));
    // First of all on the screen: it is shown this once, and saving may fail.
    out().println(json ? done.answer().text() : done.apiKey().reveal());
    if (save) {
      CredentialsFile file = credentials();
      file.save(client.connection().url(), done.apiKey());
      terminal().err().println("The key is saved in " + file.path());
    }
    return ExitCodes.OK;
  }

  private Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    put(fields, "token", token(token));
    put(fields, "organization", organization);
    put(fields, "team", team);
    put(fields, "project", project);
    put(fields, "email", email);
    put(fields, "firstName", firstName);
    put(fields, "lastName", lastName);
    put(fields, "password", password);
    return fields;
  }

  private static void put(Map<String, String> fields, String name, @Nullable String value) {
    if (value != null) {
      fields.put(name, value);
    }
  }

  /** The token of a link such as {@code http://127.0.0.1:8080/setup#token=…}. */
  private static String token(String text) {
    String start = "token=";
    int at = text.indexOf(start);
    return at < 0 ? text.strip() : text.substring(at + start.length()).strip();
  }
}
