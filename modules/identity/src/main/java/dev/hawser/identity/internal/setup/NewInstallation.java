package dev.hawser.identity.internal.setup;

import dev.hawser.core.config.Secret;
import dev.hawser.identity.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * What the first administrator wants, already checked field by field.
 *
 * @param token proves that the administrator may do this
 */
public record NewInstallation(
    Secret token, String organization, String team, String project, Person administrator) {
  /** The administrator. */
  public record Person(
      EmailAddress email, @Nullable String firstName, @Nullable String lastName, Secret password) {}
}
