package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.Resources;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A picture that is set or taken away. */
final class ImageFlags {
  private static final int LARGEST = 5 << 20;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "The picture.")
  private @Nullable Path file;

  @Option(names = "--delete", description = "Take it away instead.")
  private boolean delete;

  private CommandSpec command = CommandSpec.create();

  @Spec(Spec.Target.MIXEE)
  void command(CommandSpec spec) {
    command = spec;
  }

  void check() {
    if ((file == null) != delete) {
      throw usage("Give a file, or --delete");
    }
  }

  /** Does it, and gives the exit code. */
  int apply(ServerCommand asked, Resources owner, String picture) {
    if (file == null) {
      var _ = owner.delete(picture);
      return asked.done("deleted", picture);
    }
    try {
      owner.putImage(picture, SmallFile.bytes(file, LARGEST));
      return asked.done("set", picture);
    } catch (IOException e) {
      throw usage("The file " + file + " cannot be read: " + e.getMessage());
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
