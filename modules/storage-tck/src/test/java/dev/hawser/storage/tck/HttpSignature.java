package dev.hawser.storage.tck;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** How requests to {@link HttpBlobService} are signed. */
final class HttpSignature {
  private HttpSignature() {}

  /** The query of a signed request; a GET is bound to no type and to no length. */
  static String query(String method, String path, Instant expires, String type, long length) {
    return "expires=%s&signature=%s"
        .formatted(expires, sign(method, path, expires.toString(), type, length));
  }

  static boolean isGood(
      String method, String path, Map<String, String> query, @Nullable String type, long length) {
    String expires = query.getOrDefault("expires", "");
    String expected = sign(method, path, expires, type == null ? "" : type, length);
    return MessageDigest.isEqual(bytes(expected), bytes(query.getOrDefault("signature", "")))
        && InstantSource.system().instant().isBefore(Instant.parse(expires));
  }

  private static String sign(String method, String path, String expires, String type, long length) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes(HttpBlobService.TOKEN), "HmacSHA256"));
      String text = String.join("\n", method, path, expires, type, Long.toString(length));
      return HexFormat.of().formatHex(mac.doFinal(bytes(text)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
