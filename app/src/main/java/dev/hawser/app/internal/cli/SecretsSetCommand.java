package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.ProjectApi;
import dev.hawser.app.internal.cli.client.SecretsApi;
import dev.hawser.core.config.Secret;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sets a secret. The value is never an argument: those are in the shell's history and in ps. */
@Command(
    name = "set",
    sortOptions = false,
    description = {
      "Set an environment secret of the project.",
      "On a terminal the value is asked for and not shown; else it comes from --value-file. One line"
          + " break at its end is not part of it.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  hawser secrets set API_TOKEN",
      "  printf %%s \"$TOKEN\" | hawser secrets set API_TOKEN --value-file -",
      "  hawser secrets set SIGNING_KEY --value-file key.pem"
    })
final class SecretsSetCommand extends ApiCommand {
  private static final String STANDARD_INPUT = "-";
  private static final long LARGEST_FILE = 64 << 10;

  @Parameters(paramLabel = "NAME", description = "A to Z, 0 to 9 and _, such as API_TOKEN.")
  private String name = "";

  @Option(
      names = "--value-file",
      paramLabel = "FILE",
      description = "Read the value from this file; - is standard input.")
  private @Nullable String file;

  private Secret value = new Secret("");

  SecretsSetCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  void check() {
    String text = withoutLineBreak(read());
    if (text.isEmpty()) {
      throw usage("The value is empty");
    }
    value = new Secret(text);
  }

  @Override
  int run(ApiClient client) {
    SecretsApi.of(client, ProjectApi.open(client)).set(name, value);
    out().println(terminal().green("set") + "  " + Printable.line(name));
    return ExitCodes.OK;
  }

  private String read() {
    if (file == null) {
      return prompt();
    }
    try {
      if (file.equals(STANDARD_INPUT)) {
        return StandardInput.text();
      }
      Path path = Path.of(file);
      if (Files.size(path) > LARGEST_FILE) {
        throw usage("The file " + file + " is too large for a secret");
      }
      return Files.readString(path);
    } catch (NoSuchFileException e) {
      throw usage("There is no file " + file);
    } catch (MalformedInputException e) {
      throw usage("The file " + file + " is not UTF-8 text");
    } catch (IOException e) {
      throw usage("The value cannot be read: " + e);
    }
  }

  private String prompt() {
    Console console =
        Optional.ofNullable(System.console())
            .filter(Console::isTerminal)
            .orElseThrow(
                () ->
                    usage(
                        "There is no terminal to ask at: give the value with --value-file FILE or"
                            + " -"));
    char[] first = console.readPassword("Value of %s: ", Printable.line(name));
    if (first == null) {
      throw usage("No value was given");
    }
    return new String(first);
  }

  private static String withoutLineBreak(String text) {
    if (text.endsWith("\r\n")) {
      return text.substring(0, text.length() - 2);
    }
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }
}
