package dev.hawser.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** How a value looks where others have written it. */
final class SecretForms {
  private static final String ALPHANUMERIC =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  /** What stays as it is: RFC 3986, JavaScript's encodeURIComponent, HTML forms. */
  private static final Set<String> LEFT_ALONE = Set.of("-._~", "-._~!'()*", "-._*");

  /** Up to which character JSON writers write text as it is; surrogates many escape only. */
  private static final int[] LAST_PLAIN = {
    Character.MAX_VALUE, Character.MIN_SURROGATE - 1, 0x7f, 0x7e
  };

  /** What JSON writers escape that need not be: those of Go and Gson keep HTML safe. */
  private static final List<String> HTML_SAFE = List.of("", "<>&", "<>&='");

  private static final char[] UPPER = "0123456789ABCDEF".toCharArray();
  private static final char[] LOWER = "0123456789abcdef".toCharArray();

  private SecretForms() {}

  /** The value as it is and encoded; for a plain word, few forms differ. */
  static Set<String> of(String value) {
    Set<String> forms = new LinkedHashSet<>();
    forms.add(value);
    for (char[] hex : new char[][] {UPPER, LOWER}) {
      for (int lastPlain : LAST_PLAIN) {
        for (String escaped : HTML_SAFE) {
          String json = json(value, lastPlain, escaped, hex);
          forms.add(json);
          forms.add(json.replace("/", "\\/"));
        }
      }
      for (String leftAlone : LEFT_ALONE) {
        forms.add(url(value, leftAlone, "%20", hex));
        forms.add(url(value, leftAlone, "+", hex));
      }
    }
    byte[] bytes = value.getBytes(UTF_8);
    for (int offset = 0; offset < 3; offset++) {
      base64(bytes, offset, Base64.getEncoder(), forms);
      base64(bytes, offset, Base64.getUrlEncoder(), forms);
    }
    return forms;
  }

  private static String json(String value, int lastPlain, String escaped, char[] hex) {
    StringBuilder out = new StringBuilder(value.length() + 16);
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (c >= ' ' && c <= lastPlain && escaped.indexOf(c) < 0) {
            out.append(c);
          } else {
            out.append("\\u").append(hex[c >> 12]).append(hex[c >> 8 & 15]);
            out.append(hex[c >> 4 & 15]).append(hex[c & 15]);
          }
        }
      }
    }
    return out.toString();
  }

  private static String url(String value, String leftAlone, String space, char[] hex) {
    StringBuilder out = new StringBuilder(value.length() + 16);
    for (byte b : value.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      if (c == ' ') {
        out.append(space);
      } else if (ALPHANUMERIC.indexOf(c) >= 0 || leftAlone.indexOf(c) >= 0) {
        out.append(c);
      } else {
        out.append('%').append(hex[c >> 4]).append(hex[c & 15]);
      }
    }
    return out.toString();
  }

  /**
   * The characters that the value alone decides when {@code offset} bytes, modulo three, stand
   * before it: followed by anything, and at the end.
   */
  private static void base64(byte[] bytes, int offset, Base64.Encoder encoder, Set<String> forms) {
    byte[] shifted = new byte[offset + bytes.length];
    System.arraycopy(bytes, 0, shifted, offset, bytes.length);
    String padded = encoder.encodeToString(shifted);
    String bare = encoder.withoutPadding().encodeToString(shifted);
    int from = offset == 0 ? 0 : offset + 1;
    forms.add(padded.substring(from));
    if (padded.length() <= SecretPatterns.INDEXED + 8) { // a longer one is also found when cut off
      forms.add(bare.substring(from));
      forms.add(bare.substring(from, shifted.length * 8 / 6));
    }
  }
}
