package dev.hawser.identity.internal.sso;

import dev.hawser.identity.EmailAddress;
import dev.hawser.identity.internal.hash.Sha256;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody as the provider tells of them.
 *
 * @param subject who it is for the provider, for ever
 * @param email null when the provider says none that an account can have
 * @param groups of the claim that the settings name
 */
record Person(
    String issuer,
    String subject,
    @Nullable EmailAddress email,
    boolean emailVerified,
    @Nullable String firstName,
    @Nullable String lastName,
    Set<String> groups) {
  private static final int MAX_NAME = 100;
  private static final int MAX_GROUPS = 5_000;

  Person {
    groups = Set.copyOf(groups);
  }

  /** Of claims that hold; those of the ID token count before those of userinfo. */
  static Person of(Map<?, ?> idToken, Map<?, ?> userInfo, String groupsClaim) {
    Object email = either(idToken, userInfo, "email");
    // That an address is verified counts where the same is said to be the address.
    Object verified =
        email != null && email.equals(idToken.get("email")) ? idToken.get("email_verified") : null;
    if (verified == null && email != null && email.equals(userInfo.get("email"))) {
      verified = userInfo.get("email_verified");
    }
    return new Person(
        String.valueOf(idToken.get("iss")),
        String.valueOf(idToken.get("sub")),
        email instanceof String text ? EmailAddress.parse(text).orElse(null) : null,
        Boolean.TRUE.equals(verified) || "true".equals(verified),
        name(either(idToken, userInfo, "given_name")),
        name(either(idToken, userInfo, "family_name")),
        texts(either(idToken, userInfo, groupsClaim)));
  }

  /** Whether userinfo may add something to these claims that is needed. */
  static boolean isIncomplete(Map<?, ?> idToken, SignOnSettings settings) {
    return idToken.get("email") == null
        || (idToken.get("email_verified") == null && !settings.trustEmail())
        || (settings.roles().decides() && idToken.get(settings.groupsClaim()) == null);
  }

  /** The address, if the provider vouches for it. */
  Optional<EmailAddress> vouchedEmail(SignOnSettings settings) {
    return Optional.ofNullable(email).filter(it -> emailVerified || settings.trustEmail());
  }

  /** By what the person is found again. */
  String subjectHash() {
    return Sha256.hex(subject);
  }

  private static @Nullable Object either(Map<?, ?> first, Map<?, ?> second, String name) {
    Object value = first.get(name);
    return value == null ? second.get(name) : value;
  }

  /** One line that can be shown; null when there is none. */
  private static @Nullable String name(@Nullable Object value) {
    if (!(value instanceof String text)) {
      return null;
    }
    StringBuilder name = new StringBuilder();
    text.codePoints()
        .filter(
            c ->
                switch (Character.getType(c)) {
                  case Character.CONTROL,
                      Character.FORMAT,
                      Character.SURROGATE,
                      Character.LINE_SEPARATOR,
                      Character.PARAGRAPH_SEPARATOR ->
                      false;
                  default -> true;
                })
        .limit(MAX_NAME / 2) // of up to two characters each
        .forEach(name::appendCodePoint);
    String clean = name.toString().strip();
    return clean.isEmpty() ? null : clean;
  }

  private static Set<String> texts(@Nullable Object value) {
    List<Object> all = new ArrayList<>();
    if (value instanceof List<?> list) {
      all.addAll(list);
    } else if (value != null) {
      all.add(value);
    }
    Set<String> texts = new LinkedHashSet<>();
    all.stream()
        .limit(MAX_GROUPS)
        .filter(String.class::isInstance)
        .forEach(text -> texts.add(String.valueOf(text)));
    return texts;
  }

  @Override
  public String toString() {
    return "Person[" + issuer + "]"; // who it is stays out of logs
  }
}
