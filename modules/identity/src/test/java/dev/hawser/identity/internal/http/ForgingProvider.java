package dev.hawser.identity.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hawser.core.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A provider that says whatever a test wants, with keys of its own. */
final class ForgingProvider implements AutoCloseable {
  private static final AtomicInteger STARTED = new AtomicInteger();

  /** An address is of one person in an installation, so each provider has its own domain. */
  final String domain = "forged-%d.example".formatted(STARTED.incrementAndGet());

  final Map<String, Object> description = new LinkedHashMap<>();
  final List<String> forms = new CopyOnWriteArrayList<>();
  final List<String> authorizations = new CopyOnWriteArrayList<>();
  final AtomicInteger keySetReads = new AtomicInteger();
  volatile Map<String, Object> tokens = Map.of();
  volatile Map<String, Object> userInfo = Map.of();
  volatile int tokenStatus = 200;
  private volatile RSAKey key;
  private final HttpServer http;
  private final String issuer;

  ForgingProvider() throws IOException, JOSEException {
    this.key = newKey("first");
    this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    this.issuer = "http://127.0.0.1:" + http.getAddress().getPort();
    description.putAll(
        Map.of(
            "issuer",
            issuer,
            "authorization_endpoint",
            issuer + "/authorize?tenant=a",
            "token_endpoint",
            issuer + "/token",
            "userinfo_endpoint",
            issuer + "/userinfo",
            "jwks_uri",
            issuer + "/keys",
            "response_types_supported",
            List.of("code"),
            "id_token_signing_alg_values_supported",
            List.of("RS256", "HS256", "none"),
            "token_endpoint_auth_methods_supported",
            List.of("client_secret_post")));
    http.createContext(
        "/.well-known/openid-configuration", exchange -> answer(exchange, 200, description));
    http.createContext(
        "/keys",
        exchange -> {
          keySetReads.incrementAndGet();
          answer(exchange, 200, new JWKSet(key.toPublicJWK()).toJSONObject());
        });
    http.createContext(
        "/token",
        exchange -> {
          forms.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          answer(exchange, tokenStatus, tokens);
        });
    http.createContext(
        "/userinfo",
        exchange -> {
          authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
          answer(exchange, 200, userInfo);
        });
    http.start();
  }

  static RSAKey newKey(String id) throws JOSEException {
    return new RSAKeyGenerator(2_048).keyID(id).generate();
  }

  private static void answer(HttpExchange exchange, int status, Map<String, ?> json)
      throws IOException {
    byte[] body = Json.write(json);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  String issuer() {
    return issuer;
  }

  RSAKey key() {
    return key;
  }

  void rotate() throws JOSEException {
    key = newKey("next");
  }

  /** Claims that hold. */
  Map<String, Object> claims(String subject, @Nullable String nonce, Instant now) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", issuer);
    claims.put("sub", subject);
    claims.put("aud", "hawser");
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.getEpochSecond() + 300);
    claims.put("nonce", nonce);
    claims.put("email", subject + "@" + domain);
    claims.put("email_verified", true);
    claims.put("groups", List.of("Engineering"));
    return claims;
  }

  /** The next ID token, as the provider signs it. */
  void give(Map<String, Object> claims) throws JOSEException {
    give(signed(JWSAlgorithm.RS256, key.getKeyID(), claims, new RSASSASigner(key)));
  }

  void give(String idToken) {
    tokens = Map.of("id_token", idToken, "access_token", "at-1", "token_type", "Bearer");
  }

  static String signed(
      JWSAlgorithm algorithm, String keyId, Map<String, Object> claims, JWSSigner signer)
      throws JOSEException {
    JWSObject token =
        new JWSObject(
            new JWSHeader.Builder(algorithm).keyID(keyId).type(JOSEObjectType.JWT).build(),
            new Payload(Json.write(claims)));
    token.sign(signer);
    return token.serialize();
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
