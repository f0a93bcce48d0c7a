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

  /**
   * The query of a signed request; a GET is bound to no type and to no length.
   *
   * @param shown more of the query, which is signed too
   */
  static String query(
      String method, String path, Instant expires, String type, long length, String shown) {
    String signed = "expires=" + expires + shown;
    return signed + "&signature=" + sign(method, path, signed, type, length);
  }

  static boolean isGood(
      String method,
      String path,
      String rawQuery,
      Map<String, String> query,
      @Nullable String type,
      long length) {
    String signed = rawQuery.replaceFirst("&signature=[^&]*", "");
    String expected = sign(method, path, signed, type == null ? "" : type, length);
    return MessageDigest.isEqual(bytes(expected), bytes(query.getOrDefault("signature", "")))
        && InstantSource.system().instant().isBefore(Instant.parse(query.get("expires")));
  }

  private static String sign(String method, String path, String query, String type, long length) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes(HttpBlobService.TOKEN), "HmacSHA256"));
      String text = String.join("\n", method, path, query, type, Long.toString(length));
      return HexFormat.of().formatHex(mac.doFinal(bytes(text)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
