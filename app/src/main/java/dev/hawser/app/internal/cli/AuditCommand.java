package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;

/** Who changed what. */
@Command(
    name = "audit",
    description = "List, export and verify the audit log.",
    subcommands = {AuditListCommand.class, AuditExportCommand.class, AuditVerifyCommand.class})
final class AuditCommand extends GroupCommand {}
