package dev.hawser.tasks.internal.files;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Names of files, as people and other servers choose them: any Unicode, but no path and nothing
 * that changes how a line is shown. In the store they are base64, because not every store keeps
 * more than ASCII.
 */
public final class FileNames {
  public static final String DEFAULT = "file";

  /** In UTF-16 units: at most 1,020 characters of base64. */
  public static final int LONGEST = 255;

  private FileNames() {}

  /** What is wrong with a name; empty when nothing is. */
  public static Optional<String> problem(String name) {
    if (name.isBlank()) {
      return Optional.of("is empty");
    }
    if (name.length() > LONGEST) {
      return Optional.of("has " + name.length() + " characters, at most " + LONGEST + " are taken");
    }
    if (name.equals(".")
        || name.equals("..")
        || name.indexOf('/') >= 0
        || name.indexOf('\\') >= 0) {
      return Optional.of("is a path; a plain name is needed");
    }
    if (!name.codePoints().allMatch(FileNames::isHarmless)) {
      return Optional.of("has control characters");
    }
    return Optional.empty();
  }

  /** A name that has no problem, as near to the given one as can be. */
  public static String safe(@Nullable String name) {
    if (name == null) {
      return DEFAULT;
    }
    int path = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'));
    StringBuilder clean = new StringBuilder();
    name.substring(path + 1)
        .codePoints()
        .filter(FileNames::isHarmless)
        .forEach(clean::appendCodePoint);
    String text = shortened(clean.toString().strip());
    return problem(text).isPresent() ? DEFAULT : text;
  }

  /** Keeps the end, where the extension is. */
  private static String shortened(String name) {
    if (name.length() <= LONGEST) {
      return name;
    }
    int dot = name.lastIndexOf('.');
    String extension = dot > 0 && name.length() - dot <= 20 ? name.substring(dot) : "";
    int end = LONGEST - extension.length();
    if (Character.isHighSurrogate(name.charAt(end - 1))) {
      end--;
    }
    return name.substring(0, end) + extension;
  }

  private static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      // Format characters join letters in some scripts; only those that turn a line around go.
      case Character.FORMAT -> (c < 0x202A || c > 0x202E) && (c < 0x2066 || c > 0x2069);
      default -> true;
    };
  }

  static String encoded(String name) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(name.getBytes(StandardCharsets.UTF_8));
  }

  static String decoded(@Nullable String text) {
    if (text == null) {
      return DEFAULT;
    }
    try {
      return safe(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return DEFAULT; // somebody else wrote this blob
    }
  }
}
