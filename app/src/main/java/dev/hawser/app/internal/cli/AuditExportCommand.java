package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.AuditApi;
import dev.hawser.app.internal.failure.OperatorError;
import java.io.IOException;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Brings the audit log to a file. */
@Command(
    name = "export",
    sortOptions = false,
    description = {
      "Write the audit log to standard output, the oldest entry first.",
      "An API key may not see it: give a personal access token of somebody who may as --api-key.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  hawser audit export > audit.ndjson",
      "  hawser audit export --format csv --from 2026-01-01T00:00:00Z > audit.csv"
    })
final class AuditExportCommand extends ApiCommand {
  @Mixin private AuditFlags flags = new AuditFlags();

  @Option(names = "--format", description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
  private Format format = Format.NDJSON;

  /** What is written. */
  enum Format {
    NDJSON,
    CSV;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  AuditExportCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    try {
      AuditApi.export(client, flags.parameters(), format.toString(), out());
    } catch (IOException e) {
      throw new OperatorError(
          "The audit log cannot be written: " + e, "Check where its output goes.", e);
    }
    out().flush();
    if (out().checkError()) {
      throw new OperatorError(
          "The audit log cannot be written", "Check where its output goes, and the disk.");
    }
    return ExitCodes.OK;
  }
}
