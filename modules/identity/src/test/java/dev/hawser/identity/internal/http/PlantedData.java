package dev.hawser.identity.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.redis.RedisStore;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.ConnectedUserId;
import dev.hawser.identity.spi.ConnectedUserData;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobPrefix;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.PageRequest;
import dev.hawser.storage.PutOptions;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What another module may keep of connected users: blobs and entries of Redis, two at a time. */
@Singleton
final class PlantedData implements ConnectedUserData {
  private final BlobStore blobs;
  private final RedisStore redis;

  /** How many calls still fail. */
  final AtomicInteger failing = new AtomicInteger();

  /** How many calls there were. */
  final AtomicInteger calls = new AtomicInteger();

  /** What the second and later calls wait for. */
  final AtomicReference<@Nullable CountDownLatch> held = new AtomicReference<>();

  PlantedData(BlobStore blobs, @Named("cache") RedisStore redis) {
    this.blobs = blobs;
    this.redis = redis;
  }

  @Override
  public String name() {
    return "planted";
  }

  void plantBlobs(ConnectedUserId user, String marker, int count) {
    for (int i = 0; i < count; i++) {
      BlobKey key = new BlobKey("planted/" + user + "/" + marker + i);
      var _ = blobs.put(key, BlobSource.of(marker.getBytes(UTF_8)), PutOptions.DEFAULT);
    }
  }

  void plantEntries(ConnectedUserId user, String marker, int count) {
    for (int i = 0; i < count; i++) {
      redis.commands().set("planted:" + user + ":" + i, marker);
    }
  }

  List<BlobKey> blobs() {
    return blobs.list(BlobPrefix.ALL, PageRequest.first(1_000)).blobs().stream()
        .map(blob -> blob.key())
        .toList();
  }

  /** Everything in Redis, as bytes of a dump that are read as characters. */
  String everythingInRedis() {
    StringBuilder all = new StringBuilder();
    for (String key : redis.commands().keys("*")) {
      byte[] dump = redis.commands().dump(key);
      all.append(key).append(dump == null ? "" : new String(dump, UTF_8)).append('\n');
    }
    return all.toString();
  }

  @Override
  public Deleted delete(ProjectId project, ConnectedUserId user, int limit) {
    CountDownLatch latch = held.get();
    if (calls.incrementAndGet() > 1 && latch != null) {
      await(latch);
    }
    if (failing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IllegalStateException("planted failure");
    }
    List<String> entries =
        redis.commands().keys("planted:" + user + ":*").stream().limit(2).toList();
    entries.forEach(redis.commands()::del);
    List<BlobKey> files =
        blobs().stream()
            .filter(key -> key.value().startsWith("planted/" + user + "/"))
            .limit(2)
            .toList();
    files.forEach(blobs::delete);
    int count = entries.size() + files.size();
    return new Deleted(count, count > 0);
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody has let it go on");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
