package dev.hawser.functions.internal.pool;

import dev.hawser.core.config.SettingValues;
import dev.hawser.functions.FunctionSettings;
import java.time.Duration;

/**
 * What the settings say about the pool.
 *
 * @param runners that serve when none is stuck
 * @param queue calls that may wait
 * @param queueTimeout how long one may wait
 * @param maxInput bytes of JSON that a call may bring
 * @param idle how long a runner may have nothing to do
 */
record PoolOptions(int runners, int queue, Duration queueTimeout, int maxInput, Duration idle) {
  private static final int MOST_BY_DEFAULT = 8;

  static PoolOptions of(SettingValues settings) {
    int runners = settings.get(FunctionSettings.RUNNERS);
    int cores = Runtime.getRuntime().availableProcessors();
    return new PoolOptions(
        runners > 0 ? runners : Math.min(cores, MOST_BY_DEFAULT),
        settings.get(FunctionSettings.QUEUE),
        settings.get(FunctionSettings.QUEUE_TIMEOUT),
        Math.toIntExact(settings.get(FunctionSettings.MAX_INPUT)),
        settings.get(FunctionSettings.IDLE));
  }
}
