package dev.hawser.identity.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.json.Json;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.ConnectedUserId;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import dev.hawser.identity.internal.key.KeyService;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A project with a signing key, and its customers' users.
 *
 * @param key an API key of the project
 * @param signingKey the id of the signing key
 */
record ConnectProject(
    IdentityServer server, String id, String key, String signingKey, PrivateKey privateKey) {

  /** Given to each server, for one takes half a second to make its own. */
  private static final KeyPair KEY = TestTokens.pair(2_048);

  private static final KeyPair FOREIGN_KEY = TestTokens.pair(2_048);

  /** The project of the first setup. */
  static ConnectProject setUp(IdentityServer server) {
    Answer made = server.setUp(server.openSetup()).expect(201);
    return of(server, made.text("project", "id"), made.text("apiKey", "key"), KEY);
  }

  /** A project of another organization. */
  static ConnectProject foreign(IdentityServer server) throws Exception {
    UUID organization = UUID.randomUUID();
    UUID project = UUID.randomUUID();
    server.execute(
        """
        insert into identity.organization values ('%1$s', 'Other', now());
        insert into identity.team values ('%1$s', '%1$s', 'Other', now());
        insert into identity.project values ('%2$s', '%1$s', '%1$s', 'Other', now());
        """
            .formatted(organization, project));
    ProjectId id = new ProjectId(project);
    String key =
        server
            .bean(KeyService.class)
            .create(
                new KeyService.Owner(new OrganizationId(organization), id, "test"),
                new KeyService.NewKey("other", null, null))
            .text();
    return of(server, id.toString(), key, FOREIGN_KEY);
  }

  private static ConnectProject of(IdentityServer server, String id, String key, KeyPair signing) {
    Answer made =
        server
            .post(
                "/api/v1/projects/" + id + "/signing-keys",
                key,
                "{\"name\":\"first\",\"type\":\"pem\",\"publicKey\":"
                    + new String(Json.write(TestTokens.publicPem(signing)), UTF_8)
                    + "}")
            .expect(201);
    return new ConnectProject(server, id, key, made.text("key", "id"), signing.getPrivate());
  }

  ConnectProject on(IdentityServer other) {
    return new ConnectProject(other, id, key, signingKey, privateKey);
  }

  /** The same with tokens that nobody trusts. */
  ConnectProject withKeyOf(KeyPair stranger) {
    return new ConnectProject(server, id, key, signingKey, stranger.getPrivate());
  }

  String path(String below) {
    return "/api/v1/projects/" + id + below;
  }

  String mePath() {
    return "/projects/" + id + "/sdk/me";
  }

  Map<String, Object> claims(String user) {
    return new LinkedHashMap<>(TestTokens.claims(user, server.bean(TestClock.class).instant()));
  }

  String token(String user) {
    return TestTokens.sign(privateKey, claims(user));
  }

  Answer me(@Nullable String token) {
    return server.get(mePath(), token);
  }

  Answer patchMe(String token, String body) {
    return server.send("PATCH", mePath(), token, body, Map.of());
  }

  Answer patch(String user, String body) {
    return server.send("PATCH", path("/connected-users/" + user), key, body, Map.of());
  }

  /** Our id of a user who was seen. */
  String idOf(String user) throws Exception {
    String uuid =
        server
            .query(
                "select id from identity.connected_user where external_id = '%s' and project_id = '%s'"
                    .formatted(user, ProjectId.parse(id).orElseThrow().value()))
            .getFirst();
    return new ConnectedUserId(UUID.fromString(uuid)).toString();
  }
}
