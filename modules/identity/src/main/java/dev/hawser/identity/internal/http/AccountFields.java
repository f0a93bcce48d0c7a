package dev.hawser.identity.internal.http;

import dev.hawser.core.config.Secret;
import dev.hawser.core.http.JsonBody;
import dev.hawser.identity.EmailAddress;
import dev.hawser.identity.Role;
import dev.hawser.identity.internal.hash.PasswordRules;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Fields that several requests about people have. What is wrong becomes a problem of the body. */
final class AccountFields {
  static final int MAX_NAME = 100;
  private static final int MAX_TOKEN = 200;
  static final String ROLES =
      Arrays.stream(Role.values()).map(Role::id).collect(Collectors.joining(", "));

  private AccountFields() {}

  /** An address; empty when it is wrong or missing. */
  static Optional<EmailAddress> email(JsonBody fields, String name) {
    return email(fields, name, fields.text(name, EmailAddress.MAX_LENGTH));
  }

  /** An address, or empty when the field is absent or wrong. */
  static Optional<EmailAddress> optionalEmail(JsonBody fields, String name) {
    String typed = fields.optionalText(name, EmailAddress.MAX_LENGTH);
    return typed == null ? Optional.empty() : email(fields, name, typed);
  }

  private static Optional<EmailAddress> email(JsonBody fields, String name, String typed) {
    Optional<EmailAddress> email = EmailAddress.parse(typed);
    if (email.isEmpty() && !typed.isEmpty()) {
      fields.problem(name, EmailAddress.FORM);
    }
    return email;
  }

  /** A name in one line; null when it is absent or wrong. */
  static @Nullable String optionalName(JsonBody fields, String name) {
    String text = fields.optionalText(name, MAX_NAME);
    return text == null ? null : clean(fields, name, text);
  }

  /** A name in one line; "" when it is wrong or missing. */
  static String name(JsonBody fields, String name) {
    return clean(fields, name, fields.text(name, MAX_NAME));
  }

  private static String clean(JsonBody fields, String name, String text) {
    boolean invisible =
        text.codePoints()
            .anyMatch(
                c ->
                    switch (Character.getType(c)) {
                      case Character.CONTROL,
                          Character.FORMAT,
                          Character.SURROGATE,
                          Character.LINE_SEPARATOR,
                          Character.PARAGRAPH_SEPARATOR ->
                          true;
                      default -> false;
                    });
    if (invisible) {
      fields.problem(name, "must not contain line breaks or invisible characters");
    }
    return text.strip();
  }

  /** A role; the least one when it is wrong or missing. */
  static Role role(JsonBody fields) {
    String text = fields.text("role", MAX_NAME);
    Optional<Role> role = Role.find(text);
    if (role.isEmpty() && !text.isEmpty()) {
      fields.problem("role", "must be one of " + ROLES);
    }
    return role.orElse(Role.VIEWER);
  }

  /** The token of a link. */
  static Secret token(JsonBody fields) {
    return new Secret(fields.text("token", MAX_TOKEN));
  }

  /** A new password. What is wrong with it beyond its length shows with {@link #object}. */
  static Secret password(JsonBody fields) {
    return new Secret(fields.text("password", PasswordRules.MAX_LENGTH));
  }

  /** Refuses a password that is not good for the user with the address. */
  static void object(JsonBody fields, Secret password, String email) {
    if (!password.reveal().isEmpty()) {
      PasswordRules.objection(password.reveal(), email)
          .ifPresent(objection -> fields.problem("password", objection));
    }
  }
}
