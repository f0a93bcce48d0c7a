package dev.hawser.identity.internal.vault;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.MGF1ParameterSpec;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/** Azure Key Vault and the identity endpoint of App Service, as Azure's client speaks to them. */
public final class FakeKeyVault extends FakeKeyServer {
  private static final String TOKEN = "eyJ.fake-token-of-azure";
  private static final String HEADER = "header-secret-of-the-fake";
  private static final Pattern CALL =
      Pattern.compile("/keys/([a-z0-9-]+)/([0-9a-f]*)/(wrapkey|unwrapkey)");
  private static final OAEPParameterSpec OAEP =
      new OAEPParameterSpec(
          "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

  /** By number, for all vaults of a run: one takes half a second to make. */
  private static final Map<Integer, KeyPair> PAIRS = new ConcurrentHashMap<>();

  private final Map<String, KeyPair> versions = new ConcurrentHashMap<>();
  private final Map<String, String> newest = new ConcurrentHashMap<>();
  private int made;

  public FakeKeyVault() {
    rotate("hawser");
    rotate("hawser-2");
  }

  public String key() {
    return uri() + "/keys/hawser";
  }

  public String secondKey() {
    return uri() + "/keys/hawser-2";
  }

  private static KeyPair pair(int number) {
    try {
      KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
      rsa.initialize(2048);
      return rsa.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Makes a new version of a key, as a rotation policy of Key Vault does. */
  public void rotate(String name) {
    String version = "%032x".formatted(0x1234_5678L + made++);
    versions.put(name + "/" + version, PAIRS.computeIfAbsent(made, FakeKeyVault::pair));
    newest.put(name, version);
  }

  /** What a process on Azure finds in its environment. */
  public Map<String, String> environment() {
    return Map.of("IDENTITY_ENDPOINT", uri() + "/msi/token", "IDENTITY_HEADER", HEADER);
  }

  @Override
  boolean isForKey(Asked asked) {
    return !asked.uri().getPath().startsWith("/msi/");
  }

  @Override
  Map<String, ?> answer(Asked asked) throws Refusal {
    if (!isForKey(asked)) {
      return token(asked);
    }
    if (!asked.header("Authorization").equals("Bearer " + TOKEN)) {
      throw new Refusal(401, "Unauthorized", "AKV10000: Request is missing a Bearer token.");
    }
    Matcher call = CALL.matcher(asked.uri().getPath());
    if (!asked.method().equals("POST")
        || !call.matches()
        || !String.valueOf(asked.uri().getQuery()).equals("api-version=7.4")
        || !asked.header("Content-Type").startsWith("application/json")) {
      problem(asked.method() + " " + asked.uri());
      throw new Refusal(404, "NotFound", "no such operation");
    }
    Map<?, ?> json = asked.json();
    if (!text(json, "alg").equals("RSA-OAEP-256")) {
      problem("alg is " + json.get("alg"));
    }
    String version =
        call.group(2).isEmpty() ? newest.getOrDefault(call.group(1), "none") : call.group(2);
    String name = call.group(1) + "/" + version;
    KeyPair pair = versions.get(name);
    if (pair == null) {
      throw new Refusal(404, "KeyNotFound", "A key with (name/id) " + name + " was not found");
    }
    byte[] value = Base64.getUrlDecoder().decode(text(json, "value"));
    return Map.of(
        "kid",
        uri() + "/keys/" + name,
        "value",
        Base64.getUrlEncoder().withoutPadding().encodeToString(rsa(call.group(3), pair, value)));
  }

  private static byte[] rsa(String operation, KeyPair pair, byte[] value) throws Refusal {
    boolean wrap = operation.equals("wrapkey");
    try {
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
      cipher.init(
          wrap ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE,
          wrap ? pair.getPublic() : pair.getPrivate(),
          OAEP);
      return cipher.doFinal(value);
    } catch (GeneralSecurityException e) {
      throw new Refusal(400, "BadParameter", "The parameter is incorrect.");
    }
  }

  private Map<String, ?> token(Asked asked) throws Refusal {
    String query = String.valueOf(asked.uri().getQuery());
    if (!asked.header("X-IDENTITY-HEADER").equals(HEADER)
        || !query.contains("resource=https://vault.azure.net")) {
      problem("a token was asked for with " + query);
      throw new Refusal(400, "invalid_request", "no");
    }
    return Map.of("access_token", TOKEN, "expires_in", "3600", "token_type", "Bearer");
  }

  @Override
  Map<String, ?> refusal(Refusal refusal) {
    return Map.of(
        "error", Map.of("code", refusal.code, "message", String.valueOf(refusal.getMessage())));
  }

  @Override
  Refusal busy() {
    return new Refusal(429, "Throttled", "Too many requests");
  }

  @Override
  Refusal denied() {
    return new Refusal(403, "Forbidden", "The user does not have keys wrapKey permission");
  }
}
