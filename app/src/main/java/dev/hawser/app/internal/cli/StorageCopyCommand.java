package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.move.StorageMove;
import dev.hawser.app.internal.storage.OpenStorage;
import dev.hawser.app.internal.storage.StorageOpening;
import dev.hawser.app.internal.storage.StorageProbe;
import dev.hawser.core.config.SettingValues;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Copies what one store has and another has not. */
@Command(
    name = "copy",
    sortOptions = false,
    description = {
      "Copy all blobs from one store to another, verify them, and compare the two at the end.",
      "Servers may run meanwhile. What is there already is not copied again, so a copy that was cut"
          + " off is simply run again, and a last one after the switch catches up.",
      ""
    },
    footer = {
      "",
      "To move an installation: copy to the new store; let the settings name the new store, with the"
          + " former one in hawser.storage.fallback, and restart; copy once more with --from of the"
          + " former store; take the fallback out of the settings."
    })
final class StorageCopyCommand implements Callable<Integer> {
  private static final String CURRENT = "current";

  private final Terminal terminal;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private SettingsFlags flags = new SettingsFlags();

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description =
          "Settings file whose hawser.storage.* name the source; current is this installation's"
              + " store. Default: current.")
  private String from = CURRENT;

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description = "The same for the target. Default: current.")
  private String to = CURRENT;

  @Option(names = "--parallel", paramLabel = "N", description = "Copies at a time. Default: 8.")
  private int parallel = 8;

  @Option(
      names = "--no-verify",
      description = "Do not read each copy back; stores check checksums on the way anyway.")
  private boolean unverified;

  @Option(names = "--dry-run", description = "Only compare the two stores.")
  private boolean dryRun;

  StorageCopyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (from.equals(to)) {
      throw wrong("--from and --to name the same store: " + from);
    }
    if (parallel < 1 || parallel > 256) {
      throw wrong("--parallel must be 1 to 256, not " + parallel);
    }
    SettingValues current = flags.load();
    try (OpenStorage source = StorageOpening.openAlone(settings(from, "--from", current));
        OpenStorage target = StorageOpening.openAlone(settings(to, "--to", current))) {
      if (source.shown().equals(target.shown())) {
        throw wrong("--from and --to name the same store: " + source.shown());
      }
      terminal.out().println("From " + source.shown());
      terminal.out().println("To   " + target.shown());
      if (!dryRun) {
        StorageProbe.prove(target);
      }
      StorageMove move = new StorageMove(source, target, new TerminalProgress(terminal));
      boolean complete = dryRun ? move.compare() : move.copy(parallel, !unverified);
      return complete ? ExitCodes.OK : ExitCodes.FAILED;
    }
  }

  private static SettingValues settings(String named, String option, SettingValues current) {
    return named.equals(CURRENT) ? current : StorageOpening.settingsOf(Path.of(named), option);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
