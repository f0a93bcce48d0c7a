package dev.hawser.identity.internal.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** AWS KMS as its SDK speaks to it: JSON 1.1, signed with version 4, an encryption context. */
public final class FakeAwsKms extends FakeKeyServer {
  public static final String REGION = "eu-central-1";
  public static final String ACCESS_KEY = "AKIAIOSFODNN7EXAMPLE";
  public static final String SECRET_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  public static final String KEY = arn("1234abcd-12ab-34cd-56ef-1234567890ab");
  public static final String SECOND_KEY = arn("abcd1234-ab12-cd34-ef56-abcdef123456");
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8}/([a-z0-9-]+)/kms/aws4_request),"
              + " SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})");
  private static final Set<String> MUST_BE_SIGNED = Set.of("host", "x-amz-date", "x-amz-target");

  private final Set<String> keys = Set.of(KEY, SECOND_KEY);
  private final FakeSealing sealing = new FakeSealing();

  private static String arn(String id) {
    return "arn:aws:kms:" + REGION + ":111122223333:key/" + id;
  }

  @Override
  Map<String, ?> answer(Asked asked) throws Refusal {
    checkSignature(asked);
    if (!asked.method().equals("POST")
        || !asked.uri().toString().equals("/")
        || !asked.header("Content-Type").equals("application/x-amz-json-1.1")) {
      problem(asked.method() + " " + asked.uri() + " " + asked.header("Content-Type"));
      throw new Refusal(404, "UnknownOperationException", "not JSON 1.1");
    }
    Map<?, ?> json = asked.json();
    String key = text(json, "KeyId");
    if (!keys.contains(key)) {
      throw new Refusal(400, "NotFoundException", "Key '" + key + "' does not exist");
    }
    byte[] context = context(json);
    return switch (asked.header("X-Amz-Target")) {
      case "TrentService.Encrypt" ->
          Map.of(
              "CiphertextBlob",
              base64(sealing.seal(key, bytes(json, "Plaintext"), context)),
              "EncryptionAlgorithm",
              "SYMMETRIC_DEFAULT",
              "KeyId",
              key);
      case "TrentService.Decrypt" ->
          Map.of(
              "Plaintext",
              base64(open(key, bytes(json, "CiphertextBlob"), context)),
              "EncryptionAlgorithm",
              "SYMMETRIC_DEFAULT",
              "KeyId",
              key);
      default -> throw new Refusal(400, "UnknownOperationException", "no such operation");
    };
  }

  private byte[] open(String key, byte[] blob, byte[] context) throws Refusal {
    if (keys.stream().anyMatch(other -> !other.equals(key) && sealing.isOf(other, blob))) {
      throw new Refusal(400, "IncorrectKeyException", "encrypted under another key");
    }
    try {
      return sealing.open(key, blob, context);
    } catch (GeneralSecurityException e) {
      throw new Refusal(400, "InvalidCiphertextException", "");
    }
  }

  private byte[] context(Map<?, ?> json) {
    Map<String, Object> sorted = new TreeMap<>();
    if (json.get("EncryptionContext") instanceof Map<?, ?> context && !context.isEmpty()) {
      context.forEach((name, value) -> sorted.put((String) name, value));
    } else {
      problem("no encryption context");
    }
    return sorted.toString().getBytes(UTF_8);
  }

  private void checkSignature(Asked asked) throws Refusal {
    Matcher authorization = AUTHORIZATION.matcher(asked.header("Authorization"));
    if (!authorization.matches()) {
      problem("Authorization is not of version 4");
      throw new Refusal(400, "MissingAuthenticationTokenException", "no signature");
    }
    Set<String> signed = Set.of(authorization.group(4).split(";"));
    if (!signed.containsAll(MUST_BE_SIGNED) || !authorization.group(3).equals(REGION)) {
      problem("signed are " + signed + " for " + authorization.group(3));
    }
    if (!authorization.group(1).equals(ACCESS_KEY)) {
      throw new Refusal(400, "UnrecognizedClientException", "The security token is invalid.");
    }
    if (!signature(asked, authorization).equals(authorization.group(5))) {
      throw new Refusal(400, "InvalidSignatureException", "The signature does not match.");
    }
  }

  private static String signature(Asked asked, Matcher authorization) {
    StringBuilder canonical = new StringBuilder("POST\n/\n\n");
    for (String name : authorization.group(4).split(";")) {
      canonical.append(name).append(':').append(asked.header(name).strip()).append('\n');
    }
    canonical.append('\n').append(authorization.group(4)).append('\n').append(hash(asked.body()));
    String scope = authorization.group(2);
    String text =
        "AWS4-HMAC-SHA256\n%s\n%s\n%s"
            .formatted(
                asked.header("X-Amz-Date"), scope, hash(canonical.toString().getBytes(UTF_8)));
    byte[] key = ("AWS4" + SECRET_KEY).getBytes(UTF_8);
    for (String part : scope.split("/")) {
      key = hmac(key, part);
    }
    return HexFormat.of().formatHex(hmac(key, text)).toLowerCase(Locale.ROOT);
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] bytes(Map<?, ?> json, String name) throws Refusal {
    return Base64.getDecoder().decode(text(json, name));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  String contentType() {
    return "application/x-amz-json-1.1";
  }

  @Override
  Map<String, ?> refusal(Refusal refusal) {
    return Map.of("__type", refusal.code, "message", String.valueOf(refusal.getMessage()));
  }

  @Override
  Refusal busy() {
    return new Refusal(400, "ThrottlingException", "Rate exceeded");
  }

  @Override
  Refusal denied() {
    return new Refusal(400, "AccessDeniedException", "User is not authorized");
  }
}
