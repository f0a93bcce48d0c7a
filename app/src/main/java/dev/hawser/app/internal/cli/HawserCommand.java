package dev.hawser.app.internal.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line's root. A new command is added to {@code subcommands}, in the order of help. */
@Command(
    name = "hawser",
    header = "Embedded integrations and workflow automation, self-hosted.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      StartCommand.class,
      SetupCommand.class,
      LoginCommand.class,
      LintCommand.class,
      ApplyCommand.class,
      WorkflowsCommand.class,
      DeployCommand.class,
      UndeployCommand.class,
      TestCommand.class,
      DiffCommand.class,
      ExportCommand.class,
      CopyCommand.class,
      VersionsCommand.class,
      EventsCommand.class,
      TriggerCommand.class,
      ExecutionsCommand.class,
      ExecutionCommand.class,
      ReplayCommand.class,
      SecretsCommand.class,
      ProjectsCommand.class,
      MembersCommand.class,
      UsersCommand.class,
      KeysCommand.class,
      TokensCommand.class,
      StorageCommand.class,
      VaultCommand.class,
      AdminCommand.class,
      MailCommand.class,
      AuditCommand.class,
      DoctorCommand.class,
      VersionCommand.class,
      AotTrainCommand.class
    },
    footer = {"", "\"hawser COMMAND --help\" tells more about a command."})
final class HawserCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.",
      scope = ScopeType.INHERIT)
  @SuppressWarnings("unused") // picocli shows the help when it is given
  private boolean help;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "No command was given");
  }
}
