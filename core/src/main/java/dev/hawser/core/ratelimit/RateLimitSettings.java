package dev.hawser.core.ratelimit;

import dev.hawser.core.config.Setting;
import java.time.Duration;
import java.util.List;

/** How many requests are answered; 0 means no limit. */
public final class RateLimitSettings {
  public static final Setting<Integer> SIGN_IN =
      perMinute(
          "sign-in",
          60,
          "Requests in a minute that one address may send without credentials to change something:"
              + " signing in, resetting passwords, accepting invitations");

  public static final Setting<Integer> ANONYMOUS =
      perMinute(
          "anonymous", 600, "Requests in a minute that one address may send without credentials");

  public static final Setting<Integer> CALLER =
      perMinute("caller", 1_200, "Other requests in a minute of one API key or one member");

  public static final Setting<Integer> PROJECT =
      perMinute(
          "project",
          6_000,
          "Other requests in a minute of all API keys and members for one project");

  public static final Setting<Integer> STARTS =
      perMinute(
          "starts",
          0,
          "Executions in a minute that webhooks and calls of the API may start in one project");

  public static final Setting<Integer> CONNECTED_USER =
      perMinute("connected-user", 600, "Requests in a minute of one connected user");

  public static final Setting<Integer> WRONG_CREDENTIALS =
      perMinute(
          "wrong-credentials",
          300,
          "Different wrong keys, tokens and cookies in a minute from one address; after that only"
              + " credentials that were in use lately are accepted from there");

  public static final Setting<Duration> REDIS_TIMEOUT =
      Setting.duration(
          "hawser.limits.redis-timeout",
          "1ms",
          "10s",
          "50ms",
          "How long a request waits for Redis before this replica decides alone");

  public static final List<Setting<?>> ALL =
      List.of(
          SIGN_IN,
          ANONYMOUS,
          CALLER,
          PROJECT,
          STARTS,
          CONNECTED_USER,
          WRONG_CREDENTIALS,
          REDIS_TIMEOUT);

  private RateLimitSettings() {}

  private static Setting<Integer> perMinute(String name, int usual, String help) {
    return Setting.integer("hawser.limits." + name, 0, 10_000_000, usual, help + "; 0: no limit");
  }
}
