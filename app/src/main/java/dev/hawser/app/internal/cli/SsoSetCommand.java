package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import dev.hawser.app.internal.cli.client.Resources.Item;
import dev.hawser.core.config.Secret;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sets it. */
@Command(
    name = "set",
    sortOptions = false,
    description = {
      "Set single sign-on, or change some of it: what is not named stays as it is.",
      "An empty text empties a list: --domain ''.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  hawser sso set --issuer https://login.acme.example --client-id hawser --client-secret-stdin",
      "  hawser sso set --admin-group Admins --default-role viewer --jit-users"
    })
final class SsoSetCommand extends ApiCommand {
  private static final String SECRET_VARIABLE = "HAWSER_SSO_CLIENT_SECRET";

  /** What can be set; the API tells of more. */
  private static final List<String> SETTINGS =
      List.of(
          "issuer",
          "clientId",
          "scopes",
          "groupsClaim",
          "adminGroups",
          "memberGroups",
          "supportGroups",
          "viewerGroups",
          "defaultRole",
          "domains",
          "jitUsers",
          "trustEmail",
          "enforced");

  @Option(
      names = "--issuer",
      paramLabel = "URL",
      description = "Exactly as the provider writes it.")
  private @Nullable String issuer;

  @Option(
      names = "--client-id",
      paramLabel = "ID",
      description = "What the provider calls this installation.")
  private @Nullable String clientId;

  @Option(
      names = "--client-secret-stdin",
      description =
          "The client secret is the first line of standard input; else HAWSER_SSO_CLIENT_SECRET. It stays when neither is given.")
  private boolean secretFromStandardInput;

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description =
          "What is asked of the provider; may be repeated. openid email profile at first.")
  private @Nullable List<String> scopes;

  @Option(
      names = "--groups-claim",
      paramLabel = "NAME",
      description = "Where the provider says the groups; groups at first.")
  private @Nullable String groupsClaim;

  @Option(
      names = "--admin-group",
      paramLabel = "GROUP",
      description = "Whose members have this role; may be repeated.")
  private @Nullable List<String> adminGroups;

  @Option(
      names = "--member-group",
      paramLabel = "GROUP",
      description = "Whose members have this role; may be repeated.")
  private @Nullable List<String> memberGroups;

  @Option(
      names = "--support-group",
      paramLabel = "GROUP",
      description = "Whose members have this role; may be repeated.")
  private @Nullable List<String> supportGroups;

  @Option(
      names = "--viewer-group",
      paramLabel = "GROUP",
      description = "Whose members have this role; may be repeated.")
  private @Nullable List<String> viewerGroups;

  @Option(
      names = "--default-role",
      paramLabel = "ROLE",
      description = "For who is in none of the groups; none to refuse them.")
  private @Nullable String defaultRole;

  @Option(
      names = "--domain",
      paramLabel = "DOMAIN",
      description = "Of e-mail addresses that are let in; may be repeated.")
  private @Nullable List<String> domains;

  @Option(
      names = "--jit-users",
      negatable = true,
      description = "Somebody becomes a member by signing in, or not.")
  private @Nullable Boolean jitUsers;

  @Option(
      names = "--trust-email",
      negatable = true,
      description = "Addresses count as verified although the provider does not say so, or not.")
  private @Nullable Boolean trustEmail;

  @Option(
      names = "--enforced",
      negatable = true,
      description = "Passwords do not count any more, or do.")
  private @Nullable Boolean enforced;

  private @Nullable Secret secret;

  SsoSetCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  void check() {
    secret = secret();
    if (change().isEmpty()) {
      throw usage("Say what is to be changed");
    }
  }

  @Override
  int run(ApiClient client) {
    Resources organization = Resources.of(client, "organization");
    Map<String, @Nullable Object> settings = new LinkedHashMap<>(before(organization));
    settings.keySet().retainAll(SETTINGS);
    settings.putAll(change().fields());
    if (!settings.containsKey("issuer") || !settings.containsKey("clientId")) {
      throw usage("Single sign-on is not set yet: say --issuer and --client-id");
    }
    Item now = organization.put("single-sign-on", settings);
    done("set", now.text("issuer"));
    terminal().err().println("Redirect URI at the provider: " + now.text("callbackUrl"));
    return ExitCodes.OK;
  }

  private static Map<String, @Nullable Object> before(Resources organization) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    organization
        .find("single-sign-on")
        .ifPresent(item -> item.json().forEach((name, value) -> fields.put(name + "", value)));
    return fields;
  }

  private Given change() {
    Given change =
        new Given()
            .with("issuer", issuer)
            .with("clientId", clientId)
            .with("clientSecret", secret == null ? null : secret.reveal())
            .with("scopes", list(scopes))
            .with("groupsClaim", groupsClaim)
            .with("adminGroups", list(adminGroups))
            .with("memberGroups", list(memberGroups))
            .with("supportGroups", list(supportGroups))
            .with("viewerGroups", list(viewerGroups))
            .with("defaultRole", defaultRole)
            .with("domains", list(domains))
            .with("jitUsers", jitUsers)
            .with("trustEmail", trustEmail)
            .with("enforced", enforced);
    return "none".equals(defaultRole) ? change.without("defaultRole") : change;
  }

  private static @Nullable List<String> list(@Nullable List<String> given) {
    return List.of("").equals(given) ? List.of() : given;
  }

  private @Nullable Secret secret() {
    try {
      String text =
          secretFromStandardInput ? StandardInput.line().strip() : System.getenv(SECRET_VARIABLE);
      if (secretFromStandardInput && text.isEmpty()) {
        throw usage("Standard input has no client secret");
      }
      return text == null || text.isEmpty() ? null : new Secret(text);
    } catch (IOException e) {
      throw usage("Standard input cannot be read: " + e);
    }
  }
}
