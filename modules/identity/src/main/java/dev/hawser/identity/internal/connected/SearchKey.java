package dev.hawser.identity.internal.connected;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is compared when users are searched: the text in lower case, ordered by its bytes. */
final class SearchKey {
  /** What is shown of a name or an e-mail address, and searched, in characters. */
  static final int MAX_LENGTH = 256;

  private static final String AFTER_ALL = Character.toString(Character.MAX_CODE_POINT);

  private SearchKey() {}

  static String of(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  static @Nullable String ofNullable(@Nullable String text) {
    return text == null ? null : of(text);
  }

  /** What comes behind everything that begins with a prefix. */
  static String end(String prefix) {
    return prefix + AFTER_ALL;
  }
}
