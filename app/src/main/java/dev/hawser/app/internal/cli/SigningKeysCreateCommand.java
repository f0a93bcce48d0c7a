package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import dev.hawser.app.internal.cli.client.Resources.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds one. */
@Command(
    name = "create",
    sortOptions = false,
    description = {
      "Add a key that signs tokens of connected users.",
      "Without --pem, --jwks-url, --firebase or --auth0 the server makes a pair. Its private key is",
      "printed on standard output, this once, or written to a file that you alone can read.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  hawser signing-keys create production --issuer https://app.example.com --out signing.pem",
      "  hawser signing-keys create login --jwks-url https://login.example.com/jwks.json"
    })
final class SigningKeysCreateCommand extends ApiCommand {
  private static final int LARGEST_PEM = 16_384;

  @Parameters(paramLabel = "NAME", description = "What it is for.")
  private String name = "";

  @Option(
      names = "--pem",
      paramLabel = "FILE",
      description = "A public RSA key or certificate of your own.")
  private @Nullable Path pem;

  @Option(
      names = "--jwks-url",
      paramLabel = "URL",
      description = "Where your keys are, as a JSON Web Key Set.")
  private @Nullable String jwksUrl;

  @Option(
      names = "--firebase",
      paramLabel = "PROJECT",
      description = "The id of a Firebase project.")
  private @Nullable String firebase;

  @Option(names = "--auth0", paramLabel = "DOMAIN", description = "For example acme.eu.auth0.com.")
  private @Nullable String auth0;

  @Option(
      names = "--issuer",
      paramLabel = "TEXT",
      description = "What tokens must have as iss; not with --firebase and --auth0.")
  private @Nullable String issuer;

  @Option(
      names = "--audience",
      paramLabel = "TEXT",
      description = "What tokens must have in aud; not with --firebase.")
  private @Nullable String audience;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the private key goes; nothing may be there yet.")
  private @Nullable Path out;

  SigningKeysCreateCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  void check() {
    if (Stream.of(pem, jwksUrl, firebase, auth0).filter(Objects::nonNull).count() > 1) {
      throw usage("Give one of --pem, --jwks-url, --firebase and --auth0");
    }
    if (out != null && !type().equals("generated")) {
      throw usage("--out is for the private key of a pair that the server makes");
    }
    if (out != null && Files.exists(out)) {
      throw usage("There is a file " + out + " already");
    }
  }

  @Override
  int run(ApiClient client) {
    Given wanted =
        new Given()
            .with("name", name)
            .with("type", type())
            .with("publicKey", pem == null ? null : text(pem))
            .with("jwksUrl", jwksUrl)
            .with("firebaseProject", firebase)
            .with("auth0Domain", auth0)
            .with("issuer", issuer)
            .with("audience", audience);
    try (PrivateFile file = PrivateFile.create(out)) {
      Item made = Resources.ofProject(client, "signing-keys").create(wanted.fields());
      String privateKey = made.textOrNone("privateKey");
      terminal().err().println(terminal().green("created") + "  " + made.item("key").text("id"));
      if (file != null) {
        file.write(privateKey);
      } else if (!privateKey.isEmpty()) {
        out().print(privateKey.endsWith("\n") ? privateKey : privateKey + "\n");
      }
      return ExitCodes.OK;
    }
  }

  private String type() {
    return pem != null
        ? "pem"
        : jwksUrl != null
            ? "jwks"
            : firebase != null ? "firebase" : auth0 != null ? "auth0" : "generated";
  }

  private String text(Path file) {
    try {
      return SmallFile.text(file, LARGEST_PEM);
    } catch (IOException e) {
      throw usage("The file " + file + " cannot be read: " + e.getMessage());
    }
  }
}
