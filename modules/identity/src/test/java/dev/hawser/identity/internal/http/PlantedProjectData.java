package dev.hawser.identity.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.redis.RedisStore;
import dev.hawser.core.tenancy.ProjectData;
import dev.hawser.core.tenancy.ProjectId;
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

/** What another module may keep of projects: blobs, then entries of Redis, two at a time. */
@Singleton
final class PlantedProjectData implements ProjectData {
  private static final String ENTRIES = "entries";
  private final BlobStore blobs;
  private final RedisStore redis;

  /** How many calls still fail. */
  final AtomicInteger failing = new AtomicInteger();

  /** How many calls there were. */
  final AtomicInteger calls = new AtomicInteger();

  /** How many calls still find it busy. */
  final AtomicInteger busy = new AtomicInteger();

  /** What the third and later calls wait for. */
  final AtomicReference<@Nullable CountDownLatch> held = new AtomicReference<>();

  PlantedProjectData(BlobStore blobs, @Named("cache") RedisStore redis) {
    this.blobs = blobs;
    this.redis = redis;
  }

  @Override
  public String name() {
    return "planted";
  }

  void plant(ProjectId project, int count) {
    for (int i = 0; i < count; i++) {
      BlobKey key = new BlobKey("of-project/" + project.value() + "/" + i);
      var _ = blobs.put(key, BlobSource.of("x".getBytes(UTF_8)), PutOptions.DEFAULT);
      redis.commands().set("of-project:" + project.value() + ":" + i, "x");
    }
  }

  /** Keys of blobs and of Redis that belong to the project. */
  List<String> left(ProjectId project) {
    List<String> keys =
        new java.util.ArrayList<>(redis.commands().keys("*" + project.value() + "*"));
    blobs.list(BlobPrefix.ALL, PageRequest.first(1_000)).blobs().stream()
        .map(blob -> blob.key().value())
        .filter(key -> key.contains(project.value().toString()))
        .forEach(keys::add);
    return keys;
  }

  @Override
  public Deleted delete(ProjectId project, @Nullable String place, int limit) {
    CountDownLatch latch = held.get();
    if (calls.incrementAndGet() > 2 && latch != null) {
      await(latch);
    }
    if (failing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IllegalStateException("planted failure");
    }
    if (busy.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      return new Deleted(0, Left.BUSY, null);
    }
    if (ENTRIES.equals(place)) {
      List<String> some =
          redis.commands().keys("of-project:" + project.value() + ":*").stream().limit(2).toList();
      some.forEach(redis.commands()::del);
      return some.isEmpty() ? Deleted.NOTHING : new Deleted(some.size(), Left.SOME, ENTRIES);
    }
    List<BlobKey> some =
        blobs
            .list(new BlobPrefix("of-project/" + project.value() + "/"), PageRequest.first(2))
            .blobs()
            .stream()
            .map(blob -> blob.key())
            .toList();
    some.forEach(blobs::delete);
    return new Deleted(some.size(), Left.SOME, some.isEmpty() ? ENTRIES : null);
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
