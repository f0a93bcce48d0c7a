package dev.hawser.app.internal.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.app.internal.config.AllSettings;
import dev.hawser.app.internal.config.PostgresSettings.Module;
import dev.hawser.core.config.LoadedSettings;
import dev.hawser.core.config.SettingsLoader;
import dev.hawser.core.config.SettingsSources;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TargetsTest {
  @Test
  void without_any_url_everything_is_left_to_embedded_servers() {
    LoadedSettings settings = settings(Map.of());

    assertThat(PostgresTarget.withoutUrl(settings)).containsExactly(Module.values());
    assertThat(RedisTarget.anyWithoutUrl(settings)).isTrue();
    assertThat(PostgresTarget.external(settings)).isEmpty();
    assertThat(RedisTarget.external(settings)).isEmpty();
  }

  @Test
  void modules_on_one_server_share_its_connections() {
    List<PostgresTarget> targets =
        PostgresTarget.all(settings(Map.of("hawser.postgres.url", "postgres://u:p@h/d")));

    assertThat(targets).extracting(PostgresTarget::connections).containsExactly(10, 10, 40);
    assertThat(targets).extracting(PostgresTarget::username).containsOnly("u");
    assertThat(targets.get(2).jdbcUrl("x")).contains("currentSchema=tasks");
  }

  @Test
  void a_module_on_a_server_of_its_own_has_that_server_s_connections_and_login() {
    LoadedSettings settings =
        settings(
            Map.of(
                "hawser.postgres.url", "postgres://u:p@h/d",
                "hawser.postgres.tasks.url", "postgres://other/d",
                "hawser.postgres.tasks.username", "t"));

    PostgresTarget tasks = PostgresTarget.all(settings).get(2);
    assertThat(tasks.setting()).isEqualTo("hawser.postgres.tasks.url");
    assertThat(tasks.username()).isEqualTo("t");
    assertThat(tasks.connections()).isEqualTo(60);
  }

  @Test
  void stores_on_one_redis_are_one_target_and_clusters_have_many_hosts() {
    List<RedisTarget> targets =
        RedisTarget.external(
            settings(
                Map.of(
                    "hawser.redis.url", "redis://:s%40cret@r:6380",
                    "hawser.redis.queue.url", "rediss-cluster://u:p@a:1,b:2")));

    assertThat(targets).hasSize(2);
    assertThat(targets.get(0).stores()).containsExactly("system", "cache");
    assertThat(targets.get(0).password()).isEqualTo("s@cret");
    assertThat(targets.get(0).shown()).isEqualTo("r:6380");
    assertThat(targets.get(1).hosts()).containsExactly("a:1", "b:2");
    assertThat(targets.get(1).tls()).isTrue();
    assertThat(targets.get(1).username()).isEqualTo("u");
  }

  @Test
  void only_redis_from_6_2_on_is_new_enough() {
    assertThat(RedisProbe.tooOld("5.0.14")).isTrue();
    assertThat(RedisProbe.tooOld("6.0.20")).isTrue();
    assertThat(RedisProbe.tooOld("6.2.0")).isFalse();
    assertThat(RedisProbe.tooOld("7.0.15")).isFalse();
  }

  private static LoadedSettings settings(Map<String, String> flags) {
    return SettingsLoader.load(
        AllSettings.ALL, new SettingsSources(flags, Map.of(), null, Set.of()));
  }
}
