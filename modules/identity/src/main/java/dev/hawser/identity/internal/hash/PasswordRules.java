package dev.hawser.identity.internal.hash;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which passwords are accepted, after NIST SP 800-63B: long enough, and not one of those that
 * everybody tries first. No demands on kinds of characters.
 */
public final class PasswordRules {
  public static final int MIN_LENGTH = 12;
  public static final int MAX_LENGTH = 200;
  private static final int MIN_DIFFERENT = 5;
  private static final Set<String> COMMON = common();

  private PasswordRules() {}

  /**
   * What is wrong with a password, to be read behind the word "password"; empty when it is good.
   */
  public static Optional<String> objection(String password, String email) {
    if (password.codePointCount(0, password.length()) < MIN_LENGTH) {
      return Optional.of("must have at least " + MIN_LENGTH + " characters");
    }
    if (password.chars().distinct().count() < MIN_DIFFERENT) {
      return Optional.of("must not repeat the same few characters");
    }
    String lower = password.toLowerCase(Locale.ROOT);
    String name = email.substring(0, Math.max(0, email.indexOf('@'))).toLowerCase(Locale.ROOT);
    if (lower.equals(email.toLowerCase(Locale.ROOT))
        || (!name.isEmpty()
            && lower.startsWith(name)
            && isFiller(lower.substring(name.length())))) {
      return Optional.of("must not be made of the e-mail address");
    }
    String core = stripFiller(lower);
    if (COMMON.contains(lower) || COMMON.contains(core) || COMMON.contains(twice(lower))) {
      return Optional.of("is one of the most common ones; choose another");
    }
    return Optional.empty();
  }

  /** Digits and punctuation at the end do not make a common password uncommon. */
  private static String stripFiller(String text) {
    int end = text.length();
    while (end > 0 && isFiller(text.substring(end - 1, end))) {
      end--;
    }
    return text.substring(0, end);
  }

  private static boolean isFiller(String text) {
    return text.chars().noneMatch(Character::isLetter);
  }

  /** The half of a text that is the same thing twice, else the text. */
  private static String twice(String text) {
    String half = text.substring(0, text.length() / 2);
    return text.equals(half + half) ? half : text;
  }

  private static Set<String> common() {
    return Stream.of("common-passwords.txt", "frequent-passwords.txt")
        .flatMap(PasswordRules::lines)
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Stream<String> lines(String list) {
    try (InputStream in = PasswordRules.class.getResourceAsStream(list)) {
      if (in == null) {
        throw new IllegalStateException(list + " is not in the jar");
      }
      return new String(in.readNBytes(1 << 20), StandardCharsets.UTF_8).lines();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
