package dev.hawser.tasks.internal.queue;

import dev.hawser.core.redis.RedisConnection;
import dev.hawser.core.redis.RedisStore;
import dev.hawser.tasks.ExecutionId;
import io.lettuce.core.Consumer;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream of execution ids that all workers read as one group. Messages are delivered at most once
 * and may be lost or doubled: workers claim in Postgres what they run, and look there for what
 * Redis forgot.
 */
@Singleton
public final class RedisExecutionQueue {
  private static final Logger LOG = LoggerFactory.getLogger(RedisExecutionQueue.class);
  private static final String STREAM = "hawser:{queue}:executions";
  private static final String GROUP = "workers";
  private static final String FIELD = "e";
  private static final long MAX_LENGTH = 1_000_000;
  private static final Duration BLOCK = Duration.ofSeconds(1);

  private final RedisStore store;

  public RedisExecutionQueue(@Named("queue") RedisStore store) {
    this.store = store;
  }

  /**
   * Announces executions. It does not wait and does not fail: who polls Postgres finds them anyway.
   */
  public void enqueue(Collection<ExecutionId> ids) {
    for (ExecutionId id : ids) {
      store
          .async()
          .xadd(
              STREAM,
              XAddArgs.Builder.maxlen(MAX_LENGTH).approximateTrimming(),
              Map.of(FIELD, id.toString()))
          .exceptionally(
              e -> {
                LOG.debug("Execution {} was not announced in Redis", id, e);
                return "";
              });
    }
  }

  /** The stream has a length limit, so a message that stays does no harm. */
  private static Long notDeleted(Throwable e) {
    LOG.debug("Messages that were read stay in the stream", e);
    return 0L;
  }

  /** A reader of one worker; used by one thread. */
  public Reader reader(String consumer) {
    return new Reader(store.dedicated(BLOCK.plus(RedisStore.COMMAND_TIMEOUT)), consumer);
  }

  /** One worker's end of the queue. */
  public static final class Reader implements AutoCloseable {
    private final RedisConnection connection;
    private final Consumer<String> consumer;

    private Reader(RedisConnection connection, String consumer) {
      this.connection = connection;
      this.consumer = Consumer.from(GROUP, consumer);
    }

    /**
     * Takes up to {@code max} messages; waits up to a second when there are none.
     *
     * @throws io.lettuce.core.RedisException when the store cannot be reached
     */
    @SuppressWarnings("unchecked") // the driver's varargs of a generic type
    public List<ExecutionId> take(int max) {
      try {
        List<StreamMessage<String, String>> messages =
            connection
                .sync()
                .xreadgroup(
                    consumer,
                    XReadArgs.Builder.count(max).block(BLOCK).noack(true),
                    XReadArgs.StreamOffset.lastConsumed(STREAM));
        if (messages.isEmpty()) {
          return List.of();
        }
        var deleted =
            connection
                .async()
                .xdel(STREAM, messages.stream().map(StreamMessage::getId).toArray(String[]::new));
        var _ = deleted.exceptionally(RedisExecutionQueue::notDeleted);
        return messages.stream()
            .map(message -> ExecutionId.parse(String.valueOf(message.getBody().get(FIELD))))
            .flatMap(Optional::stream)
            .toList();
      } catch (RedisCommandExecutionException e) {
        if (String.valueOf(e.getMessage()).startsWith("NOGROUP")) {
          createGroup();
          return List.of();
        }
        throw e;
      }
    }

    /** At the first start, and after all Redis data was lost. */
    private void createGroup() {
      try {
        connection
            .sync()
            .xgroupCreate(
                XReadArgs.StreamOffset.from(STREAM, "0-0"),
                GROUP,
                XGroupCreateArgs.Builder.mkstream());
      } catch (RedisCommandExecutionException e) {
        if (!String.valueOf(e.getMessage()).startsWith("BUSYGROUP")) {
          throw e;
        }
      }
    }

    @Override
    public void close() {
      connection.close();
    }
  }
}
