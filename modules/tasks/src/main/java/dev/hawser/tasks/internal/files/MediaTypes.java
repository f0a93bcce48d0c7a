package dev.hawser.tasks.internal.files;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Media types of files and bodies (RFC 9110, section 8.3.1). */
public final class MediaTypes {
  public static final String BYTES = "application/octet-stream";

  private static final int LONGEST = 255;
  private static final Pattern FORM =
      Pattern.compile(
          "[A-Za-z0-9!#$&^_.+-]{1,100}/[A-Za-z0-9!#$&^_.+-]{1,100}(?: *;[\\x20-\\x7E]*)?");
  private static final Set<String> TEXTS =
      Set.of(
          "application/xml",
          "application/javascript",
          "application/ecmascript",
          "application/yaml",
          "application/x-yaml",
          "application/toml",
          "application/sql",
          "application/graphql",
          "application/x-ndjson",
          "application/jsonl",
          "application/jwt",
          "application/x-www-form-urlencoded");

  private MediaTypes() {}

  public static boolean isValid(String type) {
    return type.length() <= LONGEST && FORM.matcher(type).matches() && !type.endsWith(" ");
  }

  /** The type, or that of plain bytes where it is missing or wrong. */
  public static String safe(@Nullable String type) {
    String text = type == null ? "" : type.strip();
    return isValid(text) ? text : BYTES;
  }

  /** Without parameters, in lower case. */
  public static String essence(String type) {
    return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /** Whether the type is one of JSON. */
  public static boolean isJson(String type) {
    String essence = essence(type);
    return essence.equals("application/json") || essence.endsWith("+json");
  }

  /** Whether the type is one of text that people read and templates can use. */
  public static boolean isText(String type) {
    String essence = essence(type);
    return essence.startsWith("text/") || essence.endsWith("+xml") || TEXTS.contains(essence);
  }
}
