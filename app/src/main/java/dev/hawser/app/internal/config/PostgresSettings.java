package dev.hawser.app.internal.config;

import dev.hawser.core.config.Secret;
import dev.hawser.core.config.Setting;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Where the three logical Postgres servers are. What one does not say, the common ones say. */
public final class PostgresSettings {
  private static final String FORM =
      "postgres://[user[:password]@]host[:port]/database or jdbc:postgresql://host[:port]/database";

  /** The modules that have a database of their own. */
  public enum Module {
    IDENTITY,
    WORKFLOWS,
    TASKS;

    /** The name of its datasource, schema and migrations folder. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The four settings of one server. */
  public record Group(
      Setting<String> url,
      Setting<String> username,
      Setting<Secret> password,
      Setting<Integer> maxConnections) {
    List<Setting<?>> all() {
      return List.of(url, username, password, maxConnections);
    }
  }

  public static final Group COMMON =
      new Group(
          url("hawser.postgres.url", "PostgreSQL 15 or newer; without it an embedded one starts."),
          Setting.text("hawser.postgres.username", null, "User, if the URL names none."),
          Setting.secret("hawser.postgres.password", "Password, if the URL has none."),
          Setting.integer(
              "hawser.postgres.max-connections",
              6,
              10_000,
              60,
              "Most connections this process opens to a server that the modules share."));

  /** What holds for one module only. */
  private static final Map<Module, Group> OWN = own();

  public static final List<Setting<?>> ALL = all();

  private PostgresSettings() {}

  /** The settings that hold for this module only. */
  public static Group own(Module module) {
    return Objects.requireNonNull(OWN.get(module));
  }

  private static Map<Module, Group> own() {
    Map<Module, Group> groups = new EnumMap<>(Module.class);
    for (Module module : Module.values()) {
      String prefix = "hawser.postgres." + module.text() + ".";
      String which = " of the " + module.text() + " data";
      groups.put(
          module,
          new Group(
              url(prefix + "url", "PostgreSQL" + which + " (default: hawser.postgres.url)."),
              Setting.text(prefix + "username", null, "User" + which + "."),
              Setting.secret(prefix + "password", "Password" + which + "."),
              new Setting<>(
                  prefix + "max-connections",
                  "a whole number, 2 to 10000",
                  null,
                  "Most connections of this process for the " + module.text() + " data.",
                  false,
                  PostgresSettings::connections)));
    }
    return Map.copyOf(groups);
  }

  private static List<Setting<?>> all() {
    List<Setting<?>> all = new ArrayList<>(COMMON.all());
    OWN.values().forEach(group -> all.addAll(group.all()));
    return List.copyOf(all);
  }

  private static Integer connections(String text) {
    int value = Integer.parseInt(text.strip());
    if (value < 2 || value > 10_000) {
      throw new IllegalArgumentException();
    }
    return value;
  }

  // Secret, because a URL may carry a password.
  private static Setting<String> url(String key, String help) {
    return new Setting<>(
        key,
        FORM,
        null,
        help,
        true,
        text -> {
          PostgresUrl.parse(text);
          return text;
        });
  }
}
