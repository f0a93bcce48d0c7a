package dev.hawser.core.cache;

import dev.hawser.core.redis.RedisStore;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.ByteArrayOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The entries in Redis, as bytes. */
final class RedisEntries {
  /** A state that fits whatever is there. */
  static final String ANY = "*";

  private static final String ABSENT = "";

  /**
   * Replaces what is there if it is still in the state that was seen. Answers 1, and behind that
   * the old bytes when they were a marker, so that its blob can be deleted; or 0 when the state was
   * another.
   */
  private static final String SWAP =
      """
      local old = redis.call('GET', KEYS[1])
      if ARGV[3] ~= '*' and ARGV[3] ~= (old and redis.sha1hex(old) or '') then return '0' end
      redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
      if old and string.byte(old) == 2 then return '1' .. old end
      return '1'
      """;

  private final RedisStore redis;
  private final Availability availability;

  RedisEntries(RedisStore redis, InstantSource clock) {
    this.redis = redis;
    this.availability = new Availability("Redis (cache)", clock);
  }

  /**
   * @param entry null when there is none, or one that is not ours
   * @param state what {@link #swap} compares
   */
  record Found(@Nullable Entry entry, String state) {}

  /**
   * @param done whether the state was the one that was seen
   * @param replaced the marker that was there, if one was
   */
  record Swapped(boolean done, Entry.@Nullable Overflow replaced) {}

  /** What is there; empty when Redis does not answer. */
  Optional<Found> find(CacheKey key) {
    return ask(() -> found(dispatch(CommandType.GET, arguments().addKey(key.toString()))));
  }

  /** Empty when Redis does not answer; it may or may not have happened then. */
  Optional<Swapped> swap(CacheKey key, Entry entry, Duration timeToLive, String seen) {
    CommandArgs<String, String> arguments =
        arguments()
            .add(SWAP)
            .add(1)
            .addKey(key.toString())
            .add(entry.bytes())
            .add(Math.max(1, timeToLive.toMillis()))
            .add(seen);
    return ask(() -> swapped(dispatch(CommandType.EVAL, arguments)));
  }

  private <T> Optional<T> ask(Supplier<@Nullable T> question) {
    // A closed client would never answer a request for a new connection.
    return redis.isClosed() ? Optional.empty() : availability.ask(question);
  }

  /** The shared connection speaks text; keys are text, values are not. */
  private byte @Nullable [] dispatch(CommandType type, CommandArgs<String, String> arguments) {
    return redis.commands().dispatch(type, new ByteArrayOutput<>(StringCodec.UTF8), arguments);
  }

  private static CommandArgs<String, String> arguments() {
    return new CommandArgs<>(StringCodec.UTF8);
  }

  private static Found found(byte @Nullable [] bytes) {
    return bytes == null
        ? new Found(null, ABSENT)
        : new Found(Entry.read(bytes).orElse(null), sha1(bytes));
  }

  private static Swapped swapped(byte @Nullable [] answer) {
    if (answer == null || answer.length == 0 || answer[0] != '1') {
      return new Swapped(false, null);
    }
    byte[] old = Arrays.copyOfRange(answer, 1, answer.length);
    return new Swapped(
        true, Entry.read(old).orElse(null) instanceof Entry.Overflow marker ? marker : null);
  }

  /** What a script of Redis can compute; it tells states apart and protects nothing. */
  private static String sha1(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-1", e);
    }
  }
}
