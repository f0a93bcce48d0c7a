package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.doctor.Doctor;
import dev.hawser.app.internal.doctor.Finding;
import dev.hawser.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks what a start needs. */
@Command(
    name = "doctor",
    sortOptions = false,
    description = {
      "Check machine, settings and servers, and say what to do about each problem.",
      "Takes the same settings as start. Exit code 1 when something would not work.",
      ""
    })
final class DoctorCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private SettingsFlags flags = new SettingsFlags();

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  DoctorCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<Finding> findings = new Doctor(flags.load()).examine();
    boolean failed = findings.stream().anyMatch(f -> f.state() == Finding.State.FAILED);
    if (json) {
      printJson(findings, !failed);
    } else {
      findings.forEach(this::print);
    }
    return failed ? ExitCodes.FAILED : ExitCodes.OK;
  }

  private void print(Finding finding) {
    String mark =
        switch (finding.state()) {
          case OK -> terminal.green("✓");
          case WARNING -> terminal.yellow("!");
          case FAILED -> terminal.red("✗");
        };
    terminal.out().println("%s %-20s %s".formatted(mark, finding.check(), finding.detail()));
    if (!finding.remedy().isEmpty()) {
      terminal.out().println(" ".repeat(23) + terminal.bold("→ ") + finding.remedy());
    }
  }

  private void printJson(List<Finding> findings, boolean ok) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("version", Version.number());
    document.put("ok", ok);
    document.put("checks", findings.stream().map(DoctorCommand::tree).toList());
    terminal.out().println(new String(Json.write(document), StandardCharsets.UTF_8));
  }

  private static Map<String, Object> tree(Finding finding) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("check", finding.check());
    tree.put("state", finding.state().name().toLowerCase(Locale.ROOT));
    tree.put("detail", finding.detail());
    tree.put("remedy", finding.remedy());
    return tree;
  }
}
