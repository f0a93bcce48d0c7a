package dev.hawser.storage.gcp.fake;

import com.google.api.client.json.GenericJson;
import com.google.api.client.json.gson.GsonFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The token service, and what its tokens allow. Accounts are known by their public key. */
final class FakeTokens {
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

  private final Map<String, PublicKey> accounts;
  private final Set<String> tokens = ConcurrentHashMap.newKeySet();
  private final Set<String> denied = ConcurrentHashMap.newKeySet();

  FakeTokens(Map<String, PublicKey> accounts) {
    this.accounts = accounts;
  }

  /** Tokens that were given out are good for nothing from now on. */
  void revokeAll() {
    tokens.clear();
  }

  void deny(String permission) {
    denied.add(permission);
  }

  /** Gives a token for a statement that an account has signed. */
  void handle(FakeRequest request) throws IOException {
    String form = new String(request.body().readAllBytes(), StandardCharsets.UTF_8);
    GenericJson answer = new GenericJson();
    String problem = problem(form);
    if (!problem.isEmpty()) {
      request.answer(400, answer.set("error", "invalid_grant").set("error_description", problem));
      return;
    }
    String token = "fake." + UUID.randomUUID();
    tokens.add(token);
    request.answer(
        200,
        answer.set("access_token", token).set("token_type", "Bearer").set("expires_in", 3_599));
  }

  void check(Optional<String> authorization, String permission) throws FakeRefusal {
    String header = authorization.orElse("");
    if (!header.startsWith("Bearer ") || !tokens.contains(header.substring("Bearer ".length()))) {
      throw new FakeRefusal(401, "authError", "Invalid Credentials");
    }
    if (denied.contains(permission)) {
      throw new FakeRefusal(
          403,
          "forbidden",
          "The account does not have %s access to the Google Cloud Storage object."
              .formatted(permission));
    }
  }

  private String problem(String form) throws IOException {
    String assertion = "";
    String grant = "";
    for (String pair : form.split("&")) {
      if (pair.startsWith("assertion=")) {
        assertion = FakeRequest.decoded(pair.substring("assertion=".length()));
      } else if (pair.startsWith("grant_type=")) {
        grant = FakeRequest.decoded(pair.substring("grant_type=".length()));
      }
    }
    String[] parts = assertion.split("\\.");
    if (!grant.equals(GRANT) || parts.length != 3) {
      return "Bad request";
    }
    GenericJson claims =
        GsonFactory.getDefaultInstance()
            .fromString(
                new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8),
                GenericJson.class);
    PublicKey key = accounts.get(String.valueOf(claims.get("iss")));
    if (key == null) {
      return "Invalid grant: account not found";
    }
    if (!isSigned(key, parts[0] + "." + parts[1], Base64.getUrlDecoder().decode(parts[2]))) {
      return "Invalid JWT Signature.";
    }
    long now = InstantSource.system().instant().getEpochSecond();
    long expires = ((Number) claims.get("exp")).longValue();
    if (expires < now || expires > now + 3_700) {
      return "Invalid JWT: Token must be a short-lived token";
    }
    return String.valueOf(claims.get("scope")).contains("auth/devstorage.") ? "" : "Bad scope";
  }

  static boolean isSigned(PublicKey key, String text, byte[] signature) {
    try {
      Signature rsa = Signature.getInstance("SHA256withRSA");
      rsa.initVerify(key);
      rsa.update(text.getBytes(StandardCharsets.UTF_8));
      return rsa.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // malformed
    }
  }
}
