package dev.hawser.storage;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Names of files for keys. A segment becomes a directory, the last one a file that ends with {@code
 * ~}, so that {@code a} and {@code a/b} do not meet. A capital is written as {@code +} and the
 * small letter, so that {@code A} and {@code a} are two files also where case does not count. What
 * a key may hold leaves no way out of the folder: see {@link BlobKey}.
 */
final class FolderNames {
  private static final char CAPITAL = '+';
  private static final char BLOB = '~';

  private FolderNames() {}

  static Path file(Path folder, BlobKey key) {
    return folder.resolve(encode(key.value()) + BLOB);
  }

  /** The directory of keys that start with a prefix that is empty or ends with a slash. */
  static Path directory(Path folder, String prefix) {
    return prefix.isEmpty() ? folder : folder.resolve(encode(prefix));
  }

  /** The directory that a file below the folder is in. */
  static Path above(Path file) {
    return Objects.requireNonNull(file.getParent(), "a file of the store is below its folder");
  }

  private static String encode(String key) {
    StringBuilder name = new StringBuilder(key.length() + 8);
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        name.append(CAPITAL).append((char) (c + 32));
      } else {
        name.append(c);
      }
    }
    return name.toString();
  }

  /**
   * The segment that a name stands for, with a slash at its end for a directory; empty for a file
   * that is not ours.
   */
  static Optional<String> decode(String name) {
    boolean blob = name.length() > 1 && name.charAt(name.length() - 1) == BLOB;
    String coded = blob ? name.substring(0, name.length() - 1) : name;
    StringBuilder segment = new StringBuilder(coded.length());
    for (int i = 0; i < coded.length(); i++) {
      char c = coded.charAt(i);
      if (c == CAPITAL && i + 1 < coded.length()) {
        i++;
        segment.append(Character.toUpperCase(coded.charAt(i)));
      } else {
        segment.append(c);
      }
    }
    String text = segment.toString();
    if (BlobKey.problem(text).isPresent()
        || !encode(text).equals(coded)
        || !coded.equals(coded.toLowerCase(Locale.ROOT))) {
      return Optional.empty();
    }
    return Optional.of(blob ? text : text + "/");
  }
}
