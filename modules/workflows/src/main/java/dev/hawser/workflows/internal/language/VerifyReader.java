package dev.hawser.workflows.internal.language;

import dev.hawser.workflows.TriggerPlan.Verify;
import dev.hawser.workflows.TriggerPlan.Verify.Algorithm;
import dev.hawser.workflows.TriggerPlan.Verify.Encoding;
import dev.hawser.workflows.TriggerPlan.Verify.Timestamp;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads how a webhook's sender proves who it is. */
final class VerifyReader {
  private static final Duration DEFAULT_TOLERANCE = Duration.ofMinutes(5);
  private static final String DEFAULT_SIGNED = "{timestamp}.{body}";
  private static final String HEADER = "a header name; it has letters, digits and dashes";

  private final Visibility visible;

  VerifyReader(Visibility visible) {
    this.visible = visible;
  }

  Verify read(Part part) {
    Fields fields = Fields.of(part, Grammar.VERIFY);
    if (fields == null) {
      return new Verify.None();
    }
    String type = String.valueOf(fields.text("type"));
    if (!type.equals("none")) {
      part.unsupported("verify webhooks by \"" + type + "\"");
    }
    return switch (type) {
      case "secret" -> new Verify.SharedSecret(header(fields), secret(fields));
      case "hmac" ->
          new Verify.Hmac(
              header(fields),
              Algorithm.valueOf(upper(fields.choice("algorithm"), "SHA256")),
              Encoding.valueOf(upper(fields.choice("encoding"), "HEX")),
              Objects.requireNonNullElse(fields.text("prefix"), ""),
              secret(fields),
              timestamp(fields.find("timestamp")));
      default -> new Verify.None();
    };
  }

  private static String header(Fields fields) {
    return Objects.requireNonNullElse(fields.named("header", HEADER), "");
  }

  private String secret(Fields fields) {
    String name =
        fields.named("secret", "the name of a secret; write \"SIGNING_KEY\", without braces");
    Part part = fields.find("secret");
    if (name == null || part == null) {
      return "";
    }
    visible.declared().secret(part, name);
    return name;
  }

  private static @Nullable Timestamp timestamp(@Nullable Part part) {
    Fields fields = part == null ? null : Fields.of(part, Grammar.TIMESTAMP);
    if (fields == null) {
      return null;
    }
    Duration tolerance = fields.duration("tolerance");
    String signed = fields.text("signed");
    Part signedPart = fields.find("signed");
    if (signed != null
        && signedPart != null
        && !(signed.contains("{timestamp}") && signed.contains("{body}"))) {
      signedPart.problem("must have both {timestamp} and {body} in it, or they prove nothing");
    }
    return new Timestamp(
        header(fields),
        tolerance == null ? DEFAULT_TOLERANCE : tolerance,
        signed == null ? DEFAULT_SIGNED : signed);
  }

  private static String upper(@Nullable String name, String otherwise) {
    return name == null ? otherwise : name.toUpperCase(Locale.ROOT);
  }
}
