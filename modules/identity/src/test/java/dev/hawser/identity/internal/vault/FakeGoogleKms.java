package dev.hawser.identity.internal.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;

/** Google's Cloud KMS and its token service, as Google's REST client speaks to them. */
public final class FakeGoogleKms extends FakeKeyServer {
  private static final String RING = "projects/acme/locations/europe-west3/keyRings/hawser/";
  public static final String KEY = RING + "cryptoKeys/vault";
  public static final String SECOND_KEY = RING + "cryptoKeys/vault-2";
  private static final String TOKEN = "ya29.fake-token-of-google";

  /** Shared by the services of a run: one takes half a second to make. */
  private static final KeyPair ACCOUNT = newAccount();

  private final Set<String> keys = Set.of(KEY, SECOND_KEY);
  private final FakeSealing sealing = new FakeSealing();
  private final KeyPair account;

  public FakeGoogleKms() {
    this(ACCOUNT);
  }

  private FakeGoogleKms(KeyPair account) {
    this.account = account;
  }

  /** One whose account no other service knows. */
  static FakeGoogleKms ofStranger() {
    return new FakeGoogleKms(newAccount());
  }

  private static KeyPair newAccount() {
    try {
      return KeyPairGenerator.getInstance("RSA").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A service account's key file, whose tokens come from here. */
  public Path keyFile(Path folder) {
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(account.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    Map<String, String> json =
        Map.of(
            "type", "service_account",
            "project_id", "acme",
            "private_key_id", "1",
            "private_key", pem,
            "client_email", "hawser@acme.iam.gserviceaccount.com",
            "client_id", "1",
            "token_uri", uri() + "/token");
    try {
      return Files.write(folder.resolve("account.json"), Json.write(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  boolean isForKey(Asked asked) {
    return !asked.uri().getPath().equals("/token");
  }

  @Override
  Map<String, ?> answer(Asked asked) throws Refusal {
    if (!isForKey(asked)) {
      return token(asked);
    }
    if (!asked.header("Authorization").equals("Bearer " + TOKEN)) {
      problem("without the token");
      throw new Refusal(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.");
    }
    String path = asked.uri().getPath();
    int verb = path.lastIndexOf(':');
    String key = path.substring("/v1/".length(), Math.max(verb, "/v1/".length()));
    if (!asked.method().equals("POST") || !path.startsWith("/v1/") || verb < 0) {
      problem(asked.method() + " " + path);
      throw new Refusal(404, "NOT_FOUND", "no such method");
    }
    if (!keys.contains(key)) {
      throw new Refusal(404, "NOT_FOUND", "CryptoKey " + key + " not found.");
    }
    Map<?, ?> json = asked.json();
    byte[] context = checked(json, "additionalAuthenticatedData");
    return switch (path.substring(verb)) {
      case ":encrypt" -> {
        byte[] sealed = sealing.seal(key, checked(json, "plaintext"), context);
        yield Map.of(
            "name",
            key + "/cryptoKeyVersions/1",
            "ciphertext",
            Base64.getEncoder().encodeToString(sealed),
            "ciphertextCrc32c",
            crc(sealed),
            "verifiedPlaintextCrc32c",
            true,
            "verifiedAdditionalAuthenticatedDataCrc32c",
            true,
            "protectionLevel",
            "SOFTWARE");
      }
      case ":decrypt" -> {
        byte[] opened = open(key, checked(json, "ciphertext"), context);
        yield Map.of(
            "plaintext",
            Base64.getEncoder().encodeToString(opened),
            "plaintextCrc32c",
            crc(opened),
            "usedPrimary",
            true);
      }
      default -> throw new Refusal(404, "NOT_FOUND", "no such method");
    };
  }

  private byte[] open(String key, byte[] sealed, byte[] context) throws Refusal {
    try {
      return sealing.open(key, sealed, context);
    } catch (GeneralSecurityException e) {
      throw new Refusal(
          400,
          "INVALID_ARGUMENT",
          "Decryption failed: verify that 'name' refers to the correct CryptoKey.");
    }
  }

  /** A field of bytes that must come with its check sum. */
  private byte[] checked(Map<?, ?> json, String name) throws Refusal {
    byte[] bytes =
        Base64.getMimeDecoder().decode(text(json, name).replace('-', '+').replace('_', '/'));
    if (!crc(bytes).equals(json.get(name + "Crc32c"))) {
      problem(name + "Crc32c is " + json.get(name + "Crc32c"));
      throw new Refusal(
          400, "INVALID_ARGUMENT", "The checksum in field " + name + "_crc32c did not match.");
    }
    return bytes;
  }

  /** Numbers of 64 bits are texts in Google's JSON. */
  private static String crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Long.toString(crc.getValue());
  }

  private Map<String, ?> token(Asked asked) throws Refusal {
    String assertion = "";
    String grant = "";
    for (String pair : utf8(asked.body()).split("&")) {
      String value = URLDecoder.decode(pair.substring(pair.indexOf('=') + 1), UTF_8);
      if (pair.startsWith("assertion=")) {
        assertion = value;
      } else if (pair.startsWith("grant_type=")) {
        grant = value;
      }
    }
    String[] parts = assertion.split("\\.");
    if (!grant.equals("urn:ietf:params:oauth:grant-type:jwt-bearer")
        || parts.length != 3
        || !verifies(parts)
        || !utf8(Base64.getUrlDecoder().decode(parts[1])).contains("/auth/cloudkms")) {
      problem("a token was asked for without a good assertion");
      throw new Refusal(400, "invalid_grant", "Invalid JWT Signature.");
    }
    return Map.of("access_token", TOKEN, "expires_in", 3600, "token_type", "Bearer");
  }

  private boolean verifies(String[] parts) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(account.getPublic());
      signature.update((parts[0] + "." + parts[1]).getBytes(UTF_8));
      return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  @Override
  Map<String, ?> refusal(Refusal refusal) {
    String message = String.valueOf(refusal.getMessage());
    return Map.of(
        "error",
        Map.of(
            "code",
            refusal.status,
            "message",
            message,
            "errors",
            List.of(Map.of("message", message, "domain", "global", "reason", refusal.code)),
            "status",
            refusal.code));
  }

  @Override
  Refusal busy() {
    return new Refusal(429, "rateLimitExceeded", "Quota exceeded");
  }

  @Override
  Refusal denied() {
    return new Refusal(403, "PERMISSION_DENIED", "Permission denied on the key");
  }
}
