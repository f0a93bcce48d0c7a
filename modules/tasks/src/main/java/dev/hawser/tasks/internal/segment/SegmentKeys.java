package dev.hawser.tasks.internal.segment;

import dev.hawser.storage.BlobKey;
import java.time.LocalDate;
import java.util.UUID;

/** Names of segments: {@code executions/<day>/<segment>}. */
public final class SegmentKeys {
  /** The part of the blob store where segments are. */
  public static final String AREA = "executions";

  private SegmentKeys() {}

  public static BlobKey of(LocalDate day, UUID segment) {
    return new BlobKey(AREA + "/" + day + "/" + segment);
  }
}
