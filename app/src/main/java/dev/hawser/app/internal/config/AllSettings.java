package dev.hawser.app.internal.config;

import dev.hawser.core.cache.CacheSettings;
import dev.hawser.core.config.Setting;
import dev.hawser.core.egress.EgressSettings;
import dev.hawser.core.http.HttpSettings;
import dev.hawser.core.ratelimit.RateLimitSettings;
import dev.hawser.core.redis.RedisSettings;
import dev.hawser.functions.FunctionSettings;
import dev.hawser.identity.AuditSettings;
import dev.hawser.identity.MailSettings;
import dev.hawser.identity.ProjectDeletionSettings;
import dev.hawser.identity.SessionSettings;
import dev.hawser.identity.TokenSettings;
import dev.hawser.identity.VaultSettings;
import dev.hawser.tasks.EngineSettings;
import dev.hawser.tasks.FileSettings;
import dev.hawser.tasks.HistorySettings;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Every setting there is. */
public final class AllSettings {
  /** Ordered by key. */
  public static final List<Setting<?>> ALL =
      Stream.of(
              AppSettings.ALL,
              StorageSettings.ALL,
              PostgresSettings.ALL,
              RedisSettings.ALL,
              CacheSettings.ALL,
              EgressSettings.ALL,
              HttpSettings.ALL,
              RateLimitSettings.ALL,
              TokenSettings.ALL,
              VaultSettings.ALL,
              SessionSettings.ALL,
              MailSettings.ALL,
              AuditSettings.ALL,
              ProjectDeletionSettings.ALL,
              EngineSettings.ALL,
              FunctionSettings.ALL,
              HistorySettings.ALL,
              FileSettings.ALL)
          .flatMap(List::stream)
          .sorted(Comparator.<Setting<?>, String>comparing(Setting::key))
          .toList();

  private AllSettings() {}
}
