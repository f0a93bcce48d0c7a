package dev.hawser.workflows.internal.deploy;

import dev.hawser.core.cache.Availability;
import dev.hawser.core.cache.CacheKey;
import dev.hawser.core.cache.SharedCache;
import dev.hawser.core.json.Json;
import dev.hawser.core.redis.RedisStore;
import dev.hawser.workflows.WorkflowId;
import dev.hawser.workflows.internal.store.DeployedRows.Pointer;
import dev.hawser.workflows.internal.store.DeployedRows.Stored;
import io.lettuce.core.ScriptOutputType;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What replicas tell each other: which version is deployed, through Redis, and definitions of
 * versions, through the shared cache. Only a help: when Redis fails, every read is empty and every
 * write does nothing. Keys carry the format's number; another format is another key.
 */
@Singleton
final class SharedPlans {
  private static final Logger LOG = LoggerFactory.getLogger(SharedPlans.class);
  private static final String FORMAT = "hawser:workflows:1:";
  private static final String CHANNEL = FORMAT + "deployed";
  private static final String GONE = "gone ";
  private static final Duration KEPT = Duration.ofDays(1);

  /** Writes a pointer unless a newer one is there. */
  private static final String PUT_POINTER =
      """
      local old = redis.call('GET', KEYS[1])
      if old and tonumber(string.match(old, '^%d+')) > tonumber(ARGV[1]) then return 0 end
      redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
      return 1
      """;

  private final RedisStore redis;
  private final SharedCache cache;
  private final InstantSource clock;
  private final Availability availability;

  SharedPlans(@Named("cache") RedisStore redis, SharedCache cache, InstantSource clock) {
    this.redis = redis;
    this.cache = cache;
    this.clock = clock;
    this.availability = new Availability("Redis (deployed versions)", clock);
  }

  /**
   * @param readAt when it was read from Postgres
   */
  record SharedPointer(Pointer pointer, Instant readAt) {}

  Optional<SharedPointer> pointer(UUID workflow) {
    return ask(() -> redis.commands().get(pointerKey(workflow))).flatMap(SharedPlans::readPointer);
  }

  /** A pointer without a version is a tombstone: it says that nothing is deployed. */
  void put(UUID workflow, Pointer pointer) {
    Integer version = pointer.version();
    String text =
        pointer.sequence() + ":" + (version == null ? "-" : version) + ":" + clock.millis();
    ask(
        () ->
            redis
                .commands()
                .<Long>eval(
                    PUT_POINTER,
                    ScriptOutputType.INTEGER,
                    new String[] {pointerKey(workflow)},
                    Long.toString(pointer.sequence()),
                    text,
                    Long.toString(KEPT.toSeconds())));
  }

  Optional<Stored> version(UUID workflow, int version) {
    return cache.get(versionKey(workflow, version)).flatMap(SharedPlans::readVersion);
  }

  void put(UUID workflow, int version, Stored stored) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("project", stored.project().toString());
    fields.put("name", stored.name());
    fields.put("definition", stored.definition());
    cache.put(versionKey(workflow, version), Json.write(fields), KEPT);
  }

  /** Tells the other replicas to read the pointer again. */
  void announce(WorkflowId workflow) {
    ask(() -> redis.commands().publish(CHANNEL, workflow.toString()));
  }

  /**
   * Deletes what is kept of a workflow, here and on the replicas that listen.
   *
   * @throws io.lettuce.core.RedisException when Redis cannot be reached
   */
  void forget(WorkflowId workflow, List<Integer> versions) {
    versions.forEach(version -> cache.invalidate(versionKey(workflow.value(), version)));
    redis.commands().del(pointerKey(workflow.value()));
    redis.commands().publish(CHANNEL, GONE + workflow);
  }

  /**
   * Empty when Redis cannot be reached now: pointers are then only read again by age.
   *
   * @param changed hears of workflows whose pointer is another now
   * @param gone hears of workflows of which nothing is to be kept
   */
  Optional<AutoCloseable> listen(Consumer<WorkflowId> changed, Consumer<WorkflowId> gone) {
    return ask(
        () ->
            redis.subscribe(
                CHANNEL,
                text -> {
                  if (text.startsWith(GONE)) {
                    WorkflowId.parse(text.substring(GONE.length())).ifPresent(gone);
                  } else {
                    WorkflowId.parse(text).ifPresent(changed);
                  }
                }));
  }

  private <T> Optional<T> ask(Supplier<@Nullable T> question) {
    // A closed client would never answer a request for a new connection.
    return redis.isClosed() ? Optional.empty() : availability.ask(question);
  }

  private static Optional<SharedPointer> readPointer(String text) {
    String[] parts = text.split(":", -1);
    try {
      Integer version = parts[1].equals("-") ? null : Integer.valueOf(parts[1]);
      Pointer pointer = new Pointer(version, Long.parseLong(parts[0]));
      return Optional.of(
          new SharedPointer(pointer, Instant.ofEpochMilli(Long.parseLong(parts[2]))));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return Optional.empty(); // somebody else wrote there: as good as not there
    }
  }

  private static Optional<Stored> readVersion(byte[] json) {
    try {
      if (Json.read(json) instanceof Map<?, ?> map
          && map.get("project") instanceof String project
          && map.get("name") instanceof String name
          && map.get("definition") instanceof String definition) {
        return Optional.of(new Stored(UUID.fromString(project), name, definition));
      }
    } catch (Json.MalformedException | IllegalArgumentException e) {
      LOG.warn("An entry of the shared cache is not ours; ignored");
    }
    return Optional.empty();
  }

  private static String pointerKey(UUID workflow) {
    return FORMAT + "pointer:" + workflow;
  }

  private static CacheKey versionKey(UUID workflow, int version) {
    return new CacheKey("workflow-versions", 1, workflow + ":" + version);
  }
}
