package dev.hawser.identity.internal.http;

import dev.hawser.core.config.Secret;
import dev.hawser.core.http.JsonBody;
import dev.hawser.identity.EmailAddress;
import dev.hawser.identity.Role;
import dev.hawser.identity.internal.sso.RoleMapping;
import dev.hawser.identity.internal.sso.SignOnSettings;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The settings of single sign-on in a request. What is wrong becomes a problem of the body. */
final class SignOnFields {
  private static final int MAX_URL = 2_000;
  private static final int MAX_ID = 500;
  private static final int MAX_SCOPES = 30;
  private static final int MAX_DOMAINS = 100;
  private static final int MAX_GROUPS = 200;
  private static final int MAX_GROUP = 500;
  private static final List<String> SCOPES = List.of("openid", "email", "profile");

  /** What RFC 6749 calls a scope token, and {@code client_id}. */
  private static final Pattern SCOPE = Pattern.compile("[!#-\\[\\]-~]{1,200}");

  private static final Pattern VISIBLE = Pattern.compile("[ -~]+");

  private SignOnFields() {}

  static SignOnSettings read(JsonBody fields) {
    String issuer = fields.text("issuer", MAX_URL);
    String clientId = ascii(fields, "clientId", fields.text("clientId", MAX_ID));
    String secret = fields.optionalText("clientSecret", MAX_URL);
    if (secret != null) {
      ascii(fields, "clientSecret", secret);
    }
    List<String> scopes = scopes(fields);
    String groupsClaim = fields.optionalText("groupsClaim", MAX_ID);
    RoleMapping roles = roles(fields);
    List<String> domains = domains(fields);
    boolean jitUsers = isSet(fields, "jitUsers");
    if (jitUsers && roles.groups().isEmpty() && roles.otherwise() == null) {
      fields.problem("defaultRole", "is needed for jitUsers where no group has a role");
    }
    SignOnSettings settings =
        new SignOnSettings(
            issuer,
            clientId,
            secret == null ? null : new Secret(secret),
            scopes,
            groupsClaim == null ? "groups" : groupsClaim,
            roles,
            domains,
            jitUsers,
            isSet(fields, "trustEmail"),
            isSet(fields, "enforced"));
    fields.check();
    return settings;
  }

  private static boolean isSet(JsonBody fields, String name) {
    return Objects.requireNonNullElse(fields.optionalFlag(name), false);
  }

  private static String ascii(JsonBody fields, String name, String text) {
    if (!text.isEmpty() && !VISIBLE.matcher(text).matches()) {
      fields.problem(name, "must be of printable ASCII characters");
    }
    return text;
  }

  private static List<String> scopes(JsonBody fields) {
    List<String> scopes = fields.optionalTexts("scopes", MAX_SCOPES);
    if (scopes == null) {
      return SCOPES;
    }
    if (!scopes.stream().allMatch(scope -> SCOPE.matcher(scope).matches())) {
      fields.problem("scopes", "must be names without blanks, such as email");
    } else if (!scopes.contains("openid")) {
      fields.problem("scopes", "must contain openid");
    }
    return scopes.stream().distinct().toList();
  }

  private static RoleMapping roles(JsonBody fields) {
    Map<Role, List<String>> groups = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      String name = role.id() + "Groups";
      List<String> given = fields.optionalTexts(name, MAX_GROUPS);
      if (given != null) {
        if (given.stream().anyMatch(group -> group.isBlank() || group.length() > MAX_GROUP)) {
          fields.problem(name, "must be names of 1 to " + MAX_GROUP + " characters");
        }
        groups.put(role, given);
      }
    }
    return new RoleMapping(groups, defaultRole(fields));
  }

  private static @Nullable Role defaultRole(JsonBody fields) {
    String text = fields.optionalText("defaultRole", AccountFields.MAX_NAME);
    Optional<Role> role = text == null ? Optional.empty() : Role.find(text);
    if (text != null && role.isEmpty()) {
      fields.problem("defaultRole", "must be one of " + AccountFields.ROLES);
    }
    return role.orElse(null);
  }

  /** As e-mail addresses have them. */
  private static List<String> domains(JsonBody fields) {
    List<String> given = fields.optionalTexts("domains", MAX_DOMAINS);
    List<String> domains = new ArrayList<>();
    for (String text : given == null ? List.<String>of() : given) {
      Optional<EmailAddress> address = EmailAddress.parse("a@" + text);
      if (address.isPresent() && text.indexOf('@') < 0) {
        domains.add(address.get().domain());
      } else {
        fields.problem("domains", "must be domains of e-mail addresses, such as acme.example");
        return List.of();
      }
    }
    return domains.stream().distinct().toList();
  }
}
