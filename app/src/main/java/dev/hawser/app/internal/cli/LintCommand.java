package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.failure.OperatorError;
import dev.hawser.core.json.Json;
import dev.hawser.functions.LocalSyntax;
import dev.hawser.workflows.DefinitionLinter;
import dev.hawser.workflows.FunctionSyntax.Flaw;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks definitions without a server. */
@Command(
    name = "lint",
    sortOptions = false,
    description = {
      "Check workflows in files (.json, .yaml, .yml), folders of them, or standard input (-).",
      "Works offline, by the rules of the server, and parses the code of functions. Whether secrets, connections and other workflows"
          + " are there only the server knows. Exit code 1 when something is wrong.",
      ""
    },
    footer = {"", "Examples:", "  hawser lint workflows/", "  hawser lint - < orders.yaml"})
final class LintCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";
  private static final int LARGEST = 16 << 20;

  private final Terminal terminal;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Files, folders, or - for standard input.")
  private List<String> paths = List.of();

  @Option(names = "--json", description = "Print one JSON document per file.")
  private boolean json;

  LintCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<String> files = files();
    try (LocalSyntax functions = LocalSyntax.open()) {
      return lint(files, DefinitionLinter.create().with(code -> flaws(functions, code)));
    }
  }

  private static List<Flaw> flaws(LocalSyntax functions, String code) {
    try {
      return functions.check(code).stream()
          .map(problem -> new Flaw(problem.line(), problem.column(), problem.message()))
          .toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperatorError("The check was interrupted", "Run it again.", e);
    }
  }

  private int lint(List<String> files, DefinitionLinter linter) {
    int wrong = 0;
    for (String file : files) {
      DefinitionLinter.Report report = report(file, linter);
      LintText text = new LintText(file.equals(STANDARD_INPUT) ? "<stdin>" : file, report);
      if (json) {
        byte[] document = Json.write(text.document());
        terminal.out().println(new String(document, StandardCharsets.UTF_8));
      } else {
        text.lines(terminal).forEach(terminal.out()::println);
      }
      wrong += report.problems().isEmpty() ? 0 : 1;
    }
    if (wrong > 0 && !json) {
      String what =
          files.size() == 1
              ? "The file is not right"
              : "%d of %d files are not right".formatted(wrong, files.size());
      terminal.err().println(terminal.red("error: ") + what);
    }
    return wrong == 0 ? ExitCodes.OK : ExitCodes.FAILED;
  }

  /**
   * Each file once, in the order of the command line; what is not there is told before any work.
   */
  private List<String> files() {
    Set<String> files = new LinkedHashSet<>();
    for (String given : paths) {
      Path path = Path.of(given);
      if (given.equals(STANDARD_INPUT)) {
        files.add(given);
      } else if (Files.notExists(path)) {
        throw usage("There is no file or folder " + given);
      } else if (Files.isDirectory(path)) {
        List<Path> inside = DefinitionFile.in(path);
        if (inside.isEmpty()) {
          throw usage("There are no .json, .yaml or .yml files in " + given);
        }
        inside.forEach(file -> files.add(file.toString()));
      } else if (DefinitionFile.fits(path)) {
        files.add(given);
      } else {
        throw usage(given + " must end in .json, .yaml or .yml");
      }
    }
    return new ArrayList<>(files);
  }

  private static DefinitionLinter.Report report(String file, DefinitionLinter linter) {
    byte[] bytes = read(file);
    boolean isJson =
        file.equals(STANDARD_INPUT)
            ? startsAsJson(bytes)
            : file.toLowerCase(Locale.ROOT).endsWith(".json");
    return isJson ? linter.lintJson(bytes) : linter.lintYaml(bytes);
  }

  private static byte[] read(String file) {
    try (InputStream in =
        file.equals(STANDARD_INPUT)
            ? StandardInput.stream()
            : Files.newInputStream(Path.of(file))) {
      return in.readNBytes(LARGEST);
    } catch (IOException e) {
      throw new OperatorError(file + " cannot be read: " + e, "Check its permissions.", e);
    }
  }

  private static boolean startsAsJson(byte[] bytes) {
    for (byte b : bytes) {
      if (!Character.isWhitespace(b)) {
        return b == '{' || b == '[';
      }
    }
    return false;
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
