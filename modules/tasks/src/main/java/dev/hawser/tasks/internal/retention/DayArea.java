package dev.hawser.tasks.internal.retention;

import dev.hawser.storage.BlobKey;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/**
 * A part of the blob store whose keys are {@code <name>/<yyyy-MM-dd>/…}, where the day is the UTC
 * day of the id of what the blob belongs to. Every bean of this type is looked after by retention.
 */
public interface DayArea {
  /** The first segment of the area's keys. */
  String name();

  /**
   * Of blobs of a day that has expired, those that something unfinished still needs. They are asked
   * for again until nothing needs them.
   *
   * @param keys of one page of a listing, in order
   */
  Set<BlobKey> needed(LocalDate day, List<BlobKey> keys) throws SQLException;

  /**
   * Of blobs that were put more than a day ago, those that nothing refers to and nothing will.
   *
   * @param keys of one page of a listing, in order
   */
  Set<BlobKey> orphans(LocalDate day, List<BlobKey> keys) throws SQLException;
}
