package dev.hawser.tasks.internal.removal;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.id.Uuid7;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.PutCondition;
import dev.hawser.storage.PutOptions;
import dev.hawser.tasks.internal.segment.SegmentDamagedException;
import dev.hawser.tasks.internal.segment.SegmentEntry;
import dev.hawser.tasks.internal.segment.SegmentKeys;
import dev.hawser.tasks.internal.segment.SegmentReader;
import dev.hawser.tasks.internal.segment.SegmentWriter;
import dev.hawser.tasks.internal.segment.SegmentWriter.Segment;
import dev.hawser.tasks.internal.store.ProjectSegments;
import dev.hawser.tasks.internal.store.ProjectSegments.Place;
import dev.hawser.tasks.internal.store.ProjectSegments.Rest;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes a project out of one segment: what others have in it is stored as another segment, then one
 * transaction makes that the one in use, then the old blob goes. Whoever dies before the commit
 * leaves a segment that nobody refers to and that has nothing of the project; behind it the old one
 * is noted until its blob is gone.
 */
@Singleton
final class SegmentRewrite {
  private static final ErrorCode DAMAGED = new ErrorCode("tasks.history-damaged");
  private static final PutOptions NEW = PutOptions.DEFAULT.withCondition(PutCondition.IF_ABSENT);

  private final ProjectSegments rows;
  private final SegmentReader reader;
  private final BlobStore store;
  private final Uuid7 ids;
  private final InstantSource clock;

  SegmentRewrite(
      ProjectSegments rows, SegmentReader reader, BlobStore store, Uuid7 ids, InstantSource clock) {
    this.rows = rows;
    this.reader = reader;
    this.store = store;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Takes the project out of one of its segments.
   *
   * @return how many of its executions are gone; empty when it is in none
   * @throws HawserException.Internal when a segment cannot be read, so that what others have in it
   *     cannot be kept
   */
  Optional<Integer> one(ProjectId project) throws SQLException {
    Optional<Place> discarded = rows.discarded(project);
    if (discarded.isPresent()) {
      store.delete(key(discarded.get()));
      rows.forget(project, discarded.get());
      return Optional.of(0);
    }
    Optional<Place> next = rows.next(project);
    if (next.isEmpty()) {
      return Optional.empty();
    }
    Place old = next.get();
    Rest rest = rest(project, old);
    Optional<Integer> gone = rows.replace(project, old, rest, clock.instant());
    if (gone.isEmpty() && rest != null) {
      store.delete(SegmentKeys.of(old.day(), rest.segment()));
    }
    return Optional.of(gone.orElse(0));
  }

  private @Nullable Rest rest(ProjectId project, Place old) {
    List<SegmentEntry> others;
    try {
      others =
          reader.all(key(old)).stream().filter(entry -> !entry.project().equals(project)).toList();
    } catch (SegmentDamagedException e) {
      if (!reader.exists(key(old))) {
        return null; // lost: there is nothing to keep, and nothing of the project either
      }
      throw new HawserException.Internal(
          DAMAGED, "The segment " + key(old) + " is damaged and cannot be written again", e);
    }
    if (others.isEmpty()) {
      return null;
    }
    Segment packed = pack(others);
    UUID id = ids.next();
    long size = store.put(SegmentKeys.of(old.day(), id), BlobSource.of(packed.bytes()), NEW).size();
    return new Rest(id, size, others, packed.places());
  }

  private static Segment pack(List<SegmentEntry> entries) {
    try (SegmentWriter writer = new SegmentWriter()) {
      entries.forEach(writer::add);
      return writer.finish();
    }
  }

  private static BlobKey key(Place place) {
    return SegmentKeys.of(place.day(), place.segment());
  }
}
