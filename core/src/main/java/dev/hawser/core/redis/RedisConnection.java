package dev.hawser.core.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;

/** A connection to a standalone server or a cluster, seen through the commands that both have. */
public final class RedisConnection implements AutoCloseable {
  private final RedisClusterCommands<String, String> sync;
  private final RedisClusterAsyncCommands<String, String> async;
  private final Runnable close;

  RedisConnection(
      RedisClusterCommands<String, String> sync,
      RedisClusterAsyncCommands<String, String> async,
      Runnable close) {
    this.sync = sync;
    this.async = async;
    this.close = close;
  }

  public RedisClusterCommands<String, String> sync() {
    return sync;
  }

  public RedisClusterAsyncCommands<String, String> async() {
    return async;
  }

  @Override
  public void close() {
    close.run();
  }
}
