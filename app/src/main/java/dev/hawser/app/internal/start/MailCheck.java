package dev.hawser.app.internal.start;

import dev.hawser.app.internal.failure.OperatorError;
import dev.hawser.core.config.SettingValues;
import dev.hawser.identity.MailSettings;

/** Whether the settings for mail make sense together. */
public final class MailCheck {
  private MailCheck() {}

  /**
   * Sends nothing.
   *
   * @throws OperatorError when they do not
   */
  public static void check(SettingValues settings) {
    MailSettings.problem(settings)
        .ifPresent(
            problem -> {
              throw new OperatorError(problem, "Set both; docs/operations.md has an example.");
            });
  }
}
