package dev.hawser.app.internal.cli.client;

import java.time.Instant;

/** A secret as the API shows it. */
public record SecretView(String name, String fingerprint, Instant changedAt, String changedBy) {
  static SecretView of(Fields json) {
    return new SecretView(
        json.text("name"),
        json.textOr("fingerprint", ""),
        json.instant("changedAt"),
        json.textOr("changedBy", ""));
  }
}
