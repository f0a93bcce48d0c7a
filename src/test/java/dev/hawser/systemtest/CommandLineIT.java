package dev.hawser.systemtest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.json.Json;
import dev.hawser.systemtest.harness.Api;
import dev.hawser.systemtest.harness.CommandLine;
import dev.hawser.systemtest.harness.EchoServer;
import dev.hawser.systemtest.harness.Hawser;
import dev.hawser.systemtest.harness.Hawser.Credentials;
import dev.hawser.systemtest.harness.Member;
import dev.hawser.systemtest.harness.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What people and the operator do with an organization by commands, as they would type them. */
class CommandLineIT {
  private static final String PASSWORD = "a lantern beside the harbour";
  private static CommandLine commands;
  private static Hawser hawser;
  private static Credentials credentials;
  private static String token;

  @BeforeAll
  static void start() {
    commands = new CommandLine();
    hawser = Hawser.empty().start();
    credentials = hawser.setUp();
    Member ada = Member.signIn(hawser.anonymous(), "ada@example.com", PASSWORD);
    token =
        ada.send(
                "POST",
                "/api/v1/me/tokens",
                "{\"name\":\"shell\"}",
                Map.of("Content-Type", "application/json"))
            .text("token");
  }

  @AfterAll
  static void stop() {
    hawser.close();
    commands.close();
  }

  /** What a command says that must succeed. */
  private static String hawser(String... arguments) {
    return hawser(0, arguments);
  }

  private static String hawser(int exitCode, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--url", hawser.address().toString(), "--api-key", token));
    all.addAll(List.of("--project", credentials.project()));
    return run(exitCode, all);
  }

  private static String operator(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", hawser.data().toString()));
    return run(0, all);
  }

  private static String run(int exitCode, List<String> arguments) {
    CommandLine.Result result = commands.run(arguments);
    assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(exitCode);
    return result.out() + result.err();
  }

  /** The only thing with a prefix that some output has. */
  private static String id(String prefix, String output) {
    Matcher found = Pattern.compile(prefix + "_[0-9a-z]{26}").matcher(output);
    assertThat(found.find()).as(output).isTrue();
    return found.group();
  }

  /** The token of the invitation that some output has. */
  private static String link(String output) {
    Matcher found = Pattern.compile("/invitation#(\\w+)").matcher(output);
    assertThat(found.find()).as(output).isTrue();
    return found.group(1);
  }

  @Test
  void teams_members_and_invitations() {
    String team = id("team", hawser("teams", "create", "Billing"));
    assertThat(hawser("teams", "rename", team, "Invoicing")).contains("renamed");
    assertThat(hawser("teams", "list")).contains(team, "Invoicing", "Default");
    String ada = id("usr", hawser("members", "list", "--status", "unverified", "--role", "admin"));
    hawser("teams", "add", team, ada);
    assertThat(hawser("teams", "members", team)).contains(ada, "ada@example.com");
    assertThat(hawser("members", "show", ada)).contains("ada@example.com", "Invoicing");
    hawser("teams", "remove", team, ada);
    assertThat(hawser("teams", "members", team)).contains("Nobody is in it.");

    String link = link(hawser("members", "invite", "grace@example.com", "--team", team));
    String invitation = id("inv", hawser("invitations", "list", "--status", "open"));
    assertThat(hawser("invitations", "show", invitation)).contains("grace@example.com", "member");
    assertThat(link(hawser("invitations", "resend", invitation))).isNotEqualTo(link);
    assertThat(hawser("invitations", "revoke", invitation)).contains("revoked");
    assertThat(hawser(1, "invitations", "revoke", invitation)).contains("was revoked");

    assertThat(hawser("members", "tokens", "list", ada)).contains("shell");
    assertThat(hawser(2, "teams", "delete", team)).contains("--yes");
    assertThat(hawser("teams", "delete", team, "--yes")).contains("deleted");
    assertThat(hawser("teams", "list", "--json")).contains("\"Default\"").doesNotContain(team);
  }

  @Test
  void a_token_of_a_member_is_revoked() {
    Member ada = Member.signIn(hawser.anonymous(), "ada@example.com", PASSWORD);
    String other =
        ada.send(
                "POST",
                "/api/v1/me/tokens",
                "{\"name\":\"lost\"}",
                Map.of("Content-Type", "application/json"))
            .text("id");
    String me = id("usr", hawser("profile", "show"));
    assertThat(hawser("members", "tokens", "revoke", me, other)).contains("revoked");
    assertThat(hawser("members", "tokens", "list", me)).doesNotContain("lost");
  }

  @Test
  void the_organization_and_ones_own_profile() throws Exception {
    assertThat(hawser(2, "organization", "set")).contains("Say what is to be changed");
    hawser("organization", "set", "--name", "Acme & Sons", "--no-require-second-factor");
    assertThat(hawser("organization", "show")).contains("Acme & Sons", "secondFactorRequired");
    assertThat(hawser(1, "organization", "set", "--require-second-factor"))
        .contains("identity.own-second-factor-needed");
    Path logo = hawser.folder().resolve("logo.gif");
    Files.write(
        logo,
        Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAAAAAAALAAAAAABAAEAAAIBRAA7"));
    assertThat(hawser("organization", "logo", logo.toString())).contains("set  logo");
    assertThat(hawser("organization", "logo", "--delete")).contains("deleted  logo");
    assertThat(hawser(2, "organization", "logo")).contains("Give a file, or --delete");

    hawser("profile", "set", "--first-name", "Ada", "--last-name", "Lovelace");
    assertThat(hawser("profile", "show", "--json")).contains("\"lastName\":\"Lovelace\"");
    assertThat(hawser("profile", "avatar", logo.toString())).contains("set  avatar");
    assertThat(hawser("profile", "avatar", "--delete")).contains("deleted  avatar");
  }

  @Test
  void a_project_and_its_connected_users() throws Exception {
    String project = credentials.project();
    hawser("projects", "set", project, "--description", "Orders", "--max-users", "7");
    assertThat(hawser("projects", "show", project)).contains("Orders", "maxConnectedUsers", "7");
    hawser("projects", "set", project, "--description", "", "--any-users", "--name", "Renamed");
    assertThat(hawser("projects", "show", project))
        .contains("Renamed")
        .doesNotContain("Orders", "maxConnectedUsers");

    Path pem = hawser.folder().resolve("signing.pem");
    String key = id("sgk", hawser("signing-keys", "create", "production", "--out", pem.toString()));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(pem)))
        .isEqualTo("rw-------");
    assertThat(hawser(2, "signing-keys", "create", "again", "--out", pem.toString()))
        .contains("already");
    assertThat(hawser("signing-keys", "create", "shown")).contains("BEGIN PRIVATE KEY");
    Path none = hawser.folder().resolve("none.pem");
    assertThat(hawser(1, "signing-keys", "create", "x".repeat(101), "--out", none.toString()))
        .contains("name");
    assertThat(none).doesNotExist();
    assertThat(hawser("signing-keys", "list")).contains(key, "production", "generated");

    Api user = hawser.anonymous().withKey(userToken(Files.readString(pem)));
    assertThat(user.get("/projects/" + project + "/sdk/me").status()).isEqualTo(200);
    String connected = id("cus", hawser("users", "list", "--search", "customer-7"));
    assertThat(hawser("users", "metadata", connected, "--data", "{\"plan\":\"gold\"}"))
        .isEqualTo("{\"plan\":\"gold\"}\n");
    assertThat(hawser("users", "show", connected)).contains("customer-7", "gold");
    assertThat(hawser(2, "users", "metadata", connected, "--data", "[]")).contains("JSON object");
    String deletion = id("cud", hawser("users", "delete", connected, "--wait"));
    assertThat(hawser("users", "deletion", deletion)).contains("done", connected);
    assertThat(hawser("users", "deletions")).contains(deletion, "done", connected);

    assertThat(hawser(2, "signing-keys", "delete", key)).contains("--yes");
    assertThat(hawser("signing-keys", "delete", key, "--yes")).contains("deleted");
    assertThat(hawser("signing-keys", "list")).doesNotContain(key);
  }

  private static String userToken(String pem) throws GeneralSecurityException {
    Base64.Encoder url = Base64.getUrlEncoder().withoutPadding();
    long now = Instant.now().getEpochSecond();
    String signed =
        url.encodeToString("{\"alg\":\"RS256\"}".getBytes(UTF_8))
            + "."
            + url.encodeToString(
                Json.write(Map.of("sub", "customer-7", "iat", now, "exp", now + 600)));
    byte[] key = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key)));
    signature.update(signed.getBytes(UTF_8));
    return signed + "." + url.encodeToString(signature.sign());
  }

  private static Map<String, String> publicKey() throws GeneralSecurityException {
    RSAPublicKey key =
        (RSAPublicKey) KeyPairGenerator.getInstance("RSA").generateKeyPair().getPublic();
    Base64.Encoder url = Base64.getUrlEncoder().withoutPadding();
    String modulus = url.encodeToString(key.getModulus().toByteArray());
    String exponent = url.encodeToString(key.getPublicExponent().toByteArray());
    return Map.of("kty", "RSA", "use", "sig", "kid", "1", "n", modulus, "e", exponent);
  }

  @Test
  void single_sign_on() throws Exception {
    assertThat(hawser(1, "sso", "show")).contains("single-sign-on-not-found");
    assertThat(hawser(2, "sso", "set", "--jit-users")).contains("--issuer and --client-id");
    try (EchoServer provider = EchoServer.start()) {
      String issuer = provider.url("");
      provider.on(
          "/.well-known/openid-configuration",
          (exchange, call) ->
              EchoServer.reply(
                  exchange,
                  200,
                  Json.write(
                      Map.of(
                          "issuer", issuer,
                          "authorization_endpoint", issuer + "/authorize",
                          "token_endpoint", issuer + "/token",
                          "jwks_uri", issuer + "/keys"))));
      byte[] keys = Json.write(Map.of("keys", List.of(publicKey())));
      provider.on("/keys", (exchange, call) -> EchoServer.reply(exchange, 200, keys));
      ServerProcess set =
          ServerProcess.run(
              hawser.folder(),
              Map.of(
                  "HAWSER_URL",
                  hawser.address().toString(),
                  "HAWSER_API_KEY",
                  token,
                  "HAWSER_SSO_CLIENT_SECRET",
                  "kept-for-ourselves"),
              "sso",
              "set",
              "--issuer=" + issuer,
              "--client-id=hawser",
              "--admin-group=Boss",
              "--domain=example.com",
              "--jit-users");
      assertThat(set.exitCode()).as(set.output()).isZero();
      assertThat(set.output()).contains("Redirect URI", "/single-sign-on");

      hawser("sso", "set", "--domain", "", "--default-role", "viewer", "--no-jit-users");
      String shown = hawser("sso", "show", "--json");
      assertThat(shown)
          .contains("\"clientId\":\"hawser\"", "\"adminGroups\":[\"Boss\"]", "\"domains\":[]")
          .contains("\"defaultRole\":\"viewer\"", "\"jitUsers\":false")
          .doesNotContain("kept-for-ourselves");
      hawser("sso", "set", "--default-role", "none");
      assertThat(hawser("sso", "show")).contains("Boss").doesNotContain("defaultRole");
      assertThat(hawser(1, "sso", "test")).contains("discovery  works", "does not work");
    }
    assertThat(hawser(2, "sso", "delete")).contains("--yes");
    assertThat(hawser("sso", "delete", "--yes")).contains("deleted");
    assertThat(hawser(1, "sso", "show")).contains("single-sign-on-not-found");
  }

  @Test
  void the_operator_makes_an_organization_that_is_apart() {
    String made =
        operator("admin", "organizations", "create", "Globex", "--email", "grace@globex.example");
    String organization = id("org", made);
    String link = link(made);
    assertThat(operator("admin", "organizations", "list", "--search", "GLO"))
        .contains(organization, "Globex")
        .doesNotContain("Acme");
    assertThat(
            hawser
                .anonymous()
                .post("/api/v1/invitations/accept", Map.of("token", link, "password", PASSWORD))
                .status())
        .isEqualTo(201);
    Member grace = Member.signIn(hawser.anonymous(), "grace@globex.example", PASSWORD);
    assertThat(grace.send("GET", "/api/v1/organization", "", Map.of()).text("id"))
        .isEqualTo(organization);
    String theirs = "/api/v1/projects/" + credentials.project();
    assertThat(grace.send("GET", theirs, "", Map.of()).status()).isEqualTo(404);
    assertThat(hawser("members", "list")).doesNotContain("grace@globex.example");
  }
}
