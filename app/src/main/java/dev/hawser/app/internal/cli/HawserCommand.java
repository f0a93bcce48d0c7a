package dev.hawser.app.internal.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line's root. A new command is added to {@link #COMMANDS}, in the order of help. */
@Command(
    name = "hawser",
    header = "Embedded integrations and workflow automation, self-hosted.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "\"hawser COMMAND --help\" tells more about a command."})
final class HawserCommand implements Runnable {
  private static final List<Class<?>> COMMANDS =
      List.of(
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
          OrganizationCommand.class,
          TeamsCommand.class,
          MembersCommand.class,
          InvitationsCommand.class,
          SsoCommand.class,
          UsersCommand.class,
          SigningKeysCommand.class,
          KeysCommand.class,
          TokensCommand.class,
          ProfileCommand.class,
          StorageCommand.class,
          VaultCommand.class,
          AdminCommand.class,
          MailCommand.class,
          AuditCommand.class,
          DoctorCommand.class,
          VersionCommand.class,
          AotTrainCommand.class);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.",
      scope = ScopeType.INHERIT)
  @SuppressWarnings("unused") // picocli shows the help when it is given
  private boolean help;

  /** The command that the arguments name alone, as describing all to picocli takes long; or all. */
  static List<Class<?>> named(String... args) {
    String name = args.length == 0 ? "" : args[0];
    return COMMANDS.stream()
        .filter(type -> type.getAnnotation(Command.class).name().equals(name))
        .findFirst()
        .<List<Class<?>>>map(List::of)
        .orElse(COMMANDS);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "No command was given");
  }
}
