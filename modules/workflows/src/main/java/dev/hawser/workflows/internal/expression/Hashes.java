package dev.hawser.workflows.internal.expression;

import dev.cel.common.types.SimpleType;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Hashes, and hashes with a key, as signatures of webhooks need them. */
final class Hashes {
  private static final List<String> ALGORITHMS =
      List.of("sha256", "sha512", "sha384", "sha1", "md5");
  private static final List<String> ENCODINGS = List.of("hex", "base64", "base64url");

  /** Between two payments. */
  private static final int PIECE = 1 << 16;

  private Hashes() {}

  static void addTo(FunctionTable table) {
    table.global(
        "hash",
        "hash_string_dyn",
        a -> hash((String) a[0], a[1], "hex"),
        SimpleType.STRING,
        SimpleType.STRING,
        SimpleType.DYN);
    table.global(
        "hash",
        "hash_string_dyn_string",
        a -> hash((String) a[0], a[1], (String) a[2]),
        SimpleType.STRING,
        SimpleType.STRING,
        SimpleType.DYN,
        SimpleType.STRING);
    table.global(
        "hmac",
        "hmac_string_dyn_dyn",
        a -> hmac((String) a[0], a[1], a[2], "hex"),
        SimpleType.STRING,
        SimpleType.STRING,
        SimpleType.DYN,
        SimpleType.DYN);
    table.global(
        "hmac",
        "hmac_string_dyn_dyn_string",
        a -> hmac((String) a[0], a[1], a[2], (String) a[3]),
        SimpleType.STRING,
        SimpleType.STRING,
        SimpleType.DYN,
        SimpleType.DYN,
        SimpleType.STRING);
  }

  private static String hash(String algorithm, Object data, String encoding) {
    known("algorithm of hash", algorithm, ALGORITHMS);
    known("encoding of hash", encoding, ENCODINGS);
    byte[] bytes = Encodings.bytes("hash", data);
    try {
      MessageDigest digest = MessageDigest.getInstance(javaName(algorithm, "SHA-"));
      for (int at = 0; at < bytes.length; at += PIECE) {
        Budget.current().tick(PIECE >>> 4);
        digest.update(bytes, at, Math.min(PIECE, bytes.length - at));
      }
      return encode(digest.digest(), encoding);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has " + algorithm, e);
    }
  }

  private static String hmac(String algorithm, Object key, Object data, String encoding) {
    known("algorithm of hmac", algorithm, ALGORITHMS);
    known("encoding of hmac", encoding, ENCODINGS);
    byte[] secret = Encodings.bytes("hmac", key);
    byte[] bytes = Encodings.bytes("hmac", data);
    if (secret.length == 0) {
      throw new FunctionFailure("hmac(…) was given an empty key");
    }
    try {
      Mac mac = Mac.getInstance("Hmac" + javaName(algorithm, "SHA"));
      mac.init(new SecretKeySpec(secret, mac.getAlgorithm()));
      for (int at = 0; at < bytes.length; at += PIECE) {
        Budget.current().tick(PIECE >>> 4);
        mac.update(bytes, at, Math.min(PIECE, bytes.length - at));
      }
      return encode(mac.doFinal(), encoding);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("Every JDK has " + algorithm, e);
    }
  }

  private static String javaName(String algorithm, String family) {
    return algorithm.equals("md5") ? "MD5" : family + algorithm.substring("sha".length());
  }

  private static void known(String what, String name, List<String> names) {
    if (!names.contains(name)) {
      throw new FunctionFailure("the " + what + " is one of " + String.join(", ", names));
    }
  }

  private static String encode(byte[] bytes, String encoding) {
    return switch (encoding) {
      case "hex" -> HexFormat.of().formatHex(bytes);
      case "base64" -> Base64.getEncoder().encodeToString(bytes);
      default -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    };
  }
}
