package dev.hawser.tasks.internal.interpreter;

import dev.hawser.workflows.Scope;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one step sees: the roots of the execution, its own moment and its own identifiers. */
final class StepScope implements Scope {
  private final Map<String, @Nullable Object> roots;
  private final @Nullable Object error;
  private final UUID executionId;
  private final String path;
  private final Instant now;
  private int uuids;

  StepScope(
      Map<String, @Nullable Object> roots,
      @Nullable Object error,
      UUID executionId,
      String path,
      Instant now) {
    this.roots = roots;
    this.error = error;
    this.executionId = executionId;
    this.path = path;
    this.now = now;
  }

  @Override
  public @Nullable Object root(String name) {
    return name.equals("error") ? error : roots.get(name);
  }

  @Override
  public Instant now() {
    return now;
  }

  /**
   * Worked out from the execution, the path and a counter, so that it needs no record to be the
   * same again (UUIDv8).
   */
  @Override
  public UUID uuid() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(
          ByteBuffer.allocate(20)
              .putLong(executionId.getMostSignificantBits())
              .putLong(executionId.getLeastSignificantBits())
              .putInt(uuids++)
              .flip());
      ByteBuffer hash = ByteBuffer.wrap(digest.digest(path.getBytes(StandardCharsets.UTF_8)));
      long high = (hash.getLong() & 0xFFFFFFFFFFFF0FFFL) | 0x8000L;
      long low = (hash.getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
      return new UUID(high, low);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
