package dev.hawser.core.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * One logical store: a standalone server or a cluster, by its URL. Commands fail at once while the
 * server cannot be reached, and after {@link #COMMAND_TIMEOUT} when it does not answer; connections
 * come back by themselves.
 */
public final class RedisStore implements AutoCloseable {
  public static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  private final Client client;
  private volatile boolean closed;
  private volatile RedisConnection shared;

  private RedisStore(Client client) {
    this.client = client;
    this.shared = client.connect(COMMAND_TIMEOUT);
  }

  /**
   * Connects.
   *
   * @param url see {@link RedisSettings}
   * @throws io.lettuce.core.RedisConnectionException when nobody answers there
   */
  public static RedisStore connect(String url, ClientResources resources) {
    Client client =
        clusterScheme(url) ? new Cluster(url, resources) : new Standalone(url, resources);
    try {
      return new RedisStore(client);
    } catch (RuntimeException e) {
      client.shutdown();
      throw e;
    }
  }

  /** Commands on the connection that everybody shares: never blocking ones. */
  public RedisClusterCommands<String, String> commands() {
    return shared.sync();
  }

  /** The same without waiting for answers. */
  public RedisClusterAsyncCommands<String, String> async() {
    return shared.async();
  }

  /** A connection of the caller's own, for blocking commands; the caller closes it. */
  public RedisConnection dedicated(Duration timeout) {
    return client.connect(timeout);
  }

  /**
   * Calls the listener for each message on a channel until the returned handle is closed. Messages
   * that are published while the connection is lost do not arrive. The listener must not block.
   */
  public AutoCloseable subscribe(String channel, Consumer<String> listener) {
    StatefulRedisPubSubConnection<String, String> connection = client.subscribe();
    connection.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String from, String message) {
            listener.accept(message);
          }
        });
    try {
      connection.sync().subscribe(channel);
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  /** Whether {@link #close} was called. */
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    shared.close();
    client.shutdown();
  }

  private static boolean clusterScheme(String url) {
    return url.startsWith("redis-cluster:") || url.startsWith("rediss-cluster:");
  }

  /** Standalone and cluster clients have no common type of their own. */
  private sealed interface Client {
    RedisConnection connect(Duration timeout);

    StatefulRedisPubSubConnection<String, String> subscribe();

    void shutdown();
  }

  private record Standalone(RedisClient redis) implements Client {
    Standalone(String url, ClientResources resources) {
      this(RedisClient.create(resources, RedisURI.create(url)));
      redis.setOptions(configure(ClientOptions.builder()).build());
    }

    @Override
    public RedisConnection connect(Duration timeout) {
      StatefulRedisConnection<String, String> connection = redis.connect();
      connection.setTimeout(timeout);
      return new RedisConnection(connection.sync(), connection.async(), connection::close);
    }

    @Override
    public StatefulRedisPubSubConnection<String, String> subscribe() {
      return redis.connectPubSub();
    }

    @Override
    public void shutdown() {
      redis.shutdown(Duration.ZERO, COMMAND_TIMEOUT);
    }
  }

  private record Cluster(RedisClusterClient redis) implements Client {
    Cluster(String url, ClientResources resources) {
      this(RedisClusterClient.create(resources, nodes(url)));
      redis.setOptions(
          configure(
                  ClusterClientOptions.builder()
                      .topologyRefreshOptions(
                          ClusterTopologyRefreshOptions.builder()
                              .enablePeriodicRefresh(Duration.ofSeconds(30))
                              .build()))
              .build());
    }

    private static List<RedisURI> nodes(String url) {
      String plain = url.replaceFirst("-cluster://", "://");
      int start = plain.lastIndexOf('@') + 1;
      String head =
          start > 0 ? plain.substring(0, start) : plain.substring(0, plain.indexOf("://") + 3);
      return Arrays.stream(plain.substring(head.length()).split(","))
          .map(host -> RedisURI.create(head + host.strip()))
          .toList();
    }

    @Override
    public RedisConnection connect(Duration timeout) {
      StatefulRedisClusterConnection<String, String> connection = redis.connect();
      connection.setTimeout(timeout);
      return new RedisConnection(connection.sync(), connection.async(), connection::close);
    }

    @Override
    public StatefulRedisPubSubConnection<String, String> subscribe() {
      return redis.connectPubSub();
    }

    @Override
    public void shutdown() {
      redis.shutdown(Duration.ZERO, COMMAND_TIMEOUT);
    }
  }

  private static <B extends ClientOptions.Builder> B configure(B options) {
    options
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .timeoutOptions(TimeoutOptions.enabled())
        .socketOptions(
            SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT).keepAlive(true).build());
    return options;
  }
}
