package dev.hawser.identity.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import dev.hawser.core.config.Secret;
import dev.hawser.identity.Keysets;
import dev.hawser.identity.Role;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import dev.hawser.identity.internal.http.SignOnOrganizations.Tenant;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cookies, addresses, limits and what is stored, on servers with settings of their own. */
class SignOnEdgeIT {
  private static final String SECRET = "planted-client-secret-4711";
  private static final Map<String, String> PUBLIC =
      Map.of("hawser.public-url", SignOnBrowser.PUBLIC_URL);
  private ForgingProvider provider;

  @BeforeEach
  void start() throws IOException, JOSEException {
    provider = new ForgingProvider();
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  private Tenant tenant(IdentityServer server, String name, String... domains) throws SQLException {
    Tenant tenant = SignOnOrganizations.make(server, name);
    Map<String, Object> settings =
        new HashMap<>(SignOnOrganizations.settings(provider.issuer(), "hawser", SECRET));
    settings.put("domains", List.of(domains));
    tenant.put(settings).expect(200);
    return tenant;
  }

  private String signIn(IdentityServer server, SignOnBrowser browser, Tenant tenant)
      throws JOSEException {
    Map<String, String> asked =
        SignOnBrowser.query(URI.create(browser.start(tenant.wish()).expect(200).text("url")));
    provider.give(
        provider.claims("grace", asked.get("nonce"), server.bean(TestClock.class).instant()));
    return browser.arrive(callback(asked.get("state")));
  }

  private static URI callback(String state) {
    return URI.create(SignOnBrowser.CALLBACK + "?code=c0de&state=" + state);
  }

  @Test
  void behind_tls_the_cookie_is_for_this_very_host_and_the_provider_comes_back_to_it()
      throws Exception {
    try (IdentityServer server =
        IdentityServer.start(Map.of("hawser.public-url", "https://hawser.test/base"))) {
      Tenant acme = tenant(server, "Tls");
      SignOnBrowser browser = new SignOnBrowser(server);
      Answer started = browser.start(acme.wish()).expect(200);
      assertThat(Browser.setCookie(started))
          .startsWith("__Host-hawser_sso=")
          .contains("Secure", "HTTPOnly", "SameSite=Lax", "Path=/", "Max-Age=600")
          .doesNotContain("Domain");
      assertThat(SignOnBrowser.query(URI.create(started.text("url"))))
          .containsEntry(
              "redirect_uri", "https://hawser.test/base/api/v1/session/single-sign-on/callback");
      assertThat(signIn(server, browser, acme)).isEqualTo("/base/");
      assertThat(browser.cookie("__Host-hawser_session")).isNotNull();
    }
  }

  @Test
  void without_a_public_address_the_provider_comes_back_to_the_one_that_was_asked()
      throws Exception {
    try (IdentityServer server = IdentityServer.start()) {
      Tenant acme = tenant(server, "Plain");
      SignOnBrowser browser = new SignOnBrowser(server);
      Answer started = browser.start(acme.wish()).expect(200);
      assertThat(Browser.setCookie(started))
          .startsWith("hawser_sso=")
          .contains("HTTPOnly", "SameSite=Lax")
          .doesNotContain("Secure");
      assertThat(SignOnBrowser.query(URI.create(started.text("url"))).get("redirect_uri"))
          .isEqualTo(
              server.bean(EmbeddedServer.class).getURI()
                  + "/api/v1/session/single-sign-on/callback");
      assertThat(signIn(server, browser, acme)).isEqualTo("/");
    }
  }

  @Test
  void what_is_stored_of_a_sign_in_and_of_the_settings_is_of_no_use_to_a_thief() throws Exception {
    try (IdentityServer server = IdentityServer.start(PUBLIC)) {
      Tenant acme = tenant(server, "Thief");
      SignOnBrowser browser = new SignOnBrowser(server);
      Map<String, String> asked =
          SignOnBrowser.query(URI.create(browser.start(acme.wish()).expect(200).text("url")));
      assertThat(server.everythingStored())
          .contains(acme.id().value().toString())
          .doesNotContain(
              SECRET, asked.get("state"), asked.get("nonce"), browser.cookie("hawser_sso"));
    }
  }

  @Test
  void the_way_back_counts_as_a_sign_in_too() throws Exception {
    Map<String, String> settings = new HashMap<>(PUBLIC);
    settings.put("hawser.limits.sign-in", "10");
    try (IdentityServer server = IdentityServer.start(settings)) {
      Tenant acme = tenant(server, "Limit");
      SignOnBrowser browser = new SignOnBrowser(server);
      browser.start(acme.wish()).expect(200);
      for (int i = 0; i < 9; i++) {
        browser.arriveAt(callback("guess")).expect(303);
      }
      browser.arriveAt(callback("guess")).expect(429, "core.rate-limited");
      browser.start(acme.wish()).expect(429, "core.rate-limited");
    }
  }

  @Test
  void the_only_provider_takes_everybody_where_one_company_has_the_installation() throws Exception {
    try (IdentityServer server = IdentityServer.start(PUBLIC)) {
      tenant(server, "Only");
      SignOnBrowser browser = new SignOnBrowser(server);
      browser.start(Map.of("email", "anybody@anywhere.example")).expect(200);
      tenant(server, "Second", "second.example");
      browser.start(Map.of("email", "anybody@anywhere.example")).expect(404);
      browser.start(Map.of("email", "anybody@second.example")).expect(200);
      Tenant third = tenant(server, "Third", "second.example");
      browser.start(Map.of("email", "anybody@second.example")).expect(404);
      third.member("tessa@second.example", Role.VIEWER, null);
      browser.start(Map.of("email", "tessa@second.example")).expect(200);
    }
  }

  @Test
  void among_strangers_a_domain_that_somebody_names_leads_only_members_there() throws Exception {
    Map<String, String> settings = new HashMap<>(PUBLIC);
    settings.put("hawser.tenancy", "multi");
    settings.put("hawser.egress.allow", "127.0.0.0/8");
    try (IdentityServer server = IdentityServer.start(settings)) {
      Tenant acme = tenant(server, "Strangers", "gmail.example");
      SignOnBrowser browser = new SignOnBrowser(server);
      browser.start(Map.of("email", "anybody@gmail.example")).expect(404);
      acme.member("mia@gmail.example", Role.VIEWER, null);
      browser.start(Map.of("email", "mia@gmail.example")).expect(200);
      browser.start(acme.wish()).expect(200);
    }
  }

  @Test
  void the_guarded_client_keeps_settings_away_from_addresses_that_are_not_open() throws Exception {
    try (IdentityServer server = IdentityServer.start(Map.of("hawser.tenancy", "multi"))) {
      Tenant acme = SignOnOrganizations.make(server, "Guarded");
      Answer answer =
          acme.put(SignOnOrganizations.settings(provider.issuer(), "hawser", SECRET))
              .expect(422, "core.body-invalid");
      assertThat(String.valueOf(answer.json())).contains("/issuer").contains("is not open");
    }
  }

  @Test
  void a_rotation_of_the_vault_covers_the_client_secret() throws Exception {
    try (IdentityServer server = IdentityServer.start(PUBLIC)) {
      Tenant acme = tenant(server, "Rotation");
      String keys =
          "select key_id from identity.vault_item where organization_id = '%s'"
              .formatted(acme.id().value());
      List<String> before = server.query(keys);
      Secret keyset = new Secret(Files.readString(server.keyset()));
      Files.writeString(
          server.keyset(), Keysets.withNewestCurrent(Keysets.withNewKey(keyset)).reveal());
      server.post("/api/v1/vault/rotations", server.operatorToken(), "").expect(202);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> assertThat(server.query(keys)).hasSize(1).doesNotContainAnyElementsOf(before));
      assertThat(signIn(server, new SignOnBrowser(server), acme)).isEqualTo("/");
      assertThat(provider.forms.getLast()).contains(SECRET);
    }
  }
}
