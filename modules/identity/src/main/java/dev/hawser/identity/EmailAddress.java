package dev.hawser.identity;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The address that an account has, in the one form that is stored and compared: lower case, ASCII
 * before the @, the domain as DNS knows it ({@code xn--…}). What only looks like another address is
 * refused or stays visibly different, and nothing is folded into another address silently: the only
 * things that do not count are case, blanks around it, and whether a domain is written in Unicode.
 *
 * @param value already in that form; use {@link #parse} for what people write
 */
public record EmailAddress(String value) {
  /** The most characters that {@link #parse} takes: RFC 5321 allows 254 of them. */
  public static final int MAX_LENGTH = 254;

  /** What an address must be, to be read behind the name of a field. */
  public static final String FORM =
      "must be an e-mail address such as ada@acme.example, with only ASCII before the @";

  private static final int MAX_LOCAL = 64;
  private static final Pattern LOCAL =
      Pattern.compile("[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*");
  private static final Pattern DOMAIN =
      Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

  public EmailAddress {
    if (!isCanonical(value)) {
      throw new IllegalArgumentException("Not an e-mail address in the form that is stored");
    }
  }

  /** The address that a person has written, if it is one that an account can have. */
  public static Optional<EmailAddress> parse(String text) {
    String stripped = text.strip();
    int at = stripped.lastIndexOf('@');
    if (at < 1 || stripped.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    // Before lower case: that makes ASCII of some letters that are not (the sign of Kelvin).
    String local = stripped.substring(0, at);
    if (local.chars().anyMatch(c -> c > 0x7e)) {
      return Optional.empty();
    }
    return domain(stripped.substring(at + 1))
        .map(domain -> local.toLowerCase(Locale.ROOT) + "@" + domain)
        .filter(EmailAddress::isCanonical)
        .map(EmailAddress::new);
  }

  /**
   * The domain in ASCII. The mapping of IDNA folds some characters into others (ß, ligatures, full
   * width letters): such a domain is refused, because two that differ would become one.
   */
  private static Optional<String> domain(String text) {
    if (!Normalizer.isNormalized(text, Normalizer.Form.NFKC)) {
      return Optional.empty();
    }
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.chars().allMatch(c -> c <= 0x7e)) {
      return Optional.of(lower);
    }
    try {
      String ascii = IDN.toASCII(lower, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
      return IDN.toUnicode(ascii).equals(lower) ? Optional.of(ascii) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // what IDNA does not allow
    }
  }

  private static boolean isCanonical(String text) {
    int at = text.lastIndexOf('@');
    return at > 0
        && at <= MAX_LOCAL
        && text.length() <= MAX_LENGTH
        && LOCAL.matcher(text.substring(0, at)).matches()
        && isDomain(text.substring(at + 1));
  }

  private static boolean isDomain(String text) {
    if (!DOMAIN.matcher(text).matches()) {
      return false;
    }
    for (String label : text.split("\\.", -1)) {
      if (label.length() > 63) {
        return false;
      }
    }
    return true;
  }

  /** The part behind the @. */
  public String domain() {
    return value.substring(value.lastIndexOf('@') + 1);
  }

  /** Not the whole address: it may get into a log. */
  @Override
  public String toString() {
    return value.charAt(0) + "***@" + domain();
  }
}
