package dev.hawser.tasks.internal.removal;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.ProjectData;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.tasks.internal.store.ProjectExecutions;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everything that a project has executed. Its stages are places of the deletion. */
@Singleton
final class ExecutionsOfProject implements ProjectData {
  private static final ErrorCode UNAVAILABLE = new ErrorCode("tasks.unavailable");

  /** In their order. */
  private enum Stage {
    STOP,
    PAYLOADS,
    FILES,
    OPEN,
    ENDED,
    SEGMENTS,
    KEYS;

    static Stage of(@Nullable String place) {
      return Arrays.stream(values())
          .filter(stage -> place != null && place.split(":", 2)[0].equals(stage.name()))
          .findFirst()
          .orElse(STOP);
    }
  }

  private final ProjectExecutions rows;
  private final SegmentRewrite segments;
  private final BlobRemoval blobs;

  ExecutionsOfProject(ProjectExecutions rows, SegmentRewrite segments, BlobRemoval blobs) {
    this.rows = rows;
    this.segments = segments;
    this.blobs = blobs;
  }

  @Override
  public String name() {
    return "executions";
  }

  @Override
  public Deleted delete(ProjectId project, @Nullable String place, int limit) {
    Stage stage = Stage.of(place);
    try {
      return switch (stage) {
        case STOP -> stop(project);
        case PAYLOADS -> walked(stage, blobs.payloads(project, inStage(place)));
        case FILES -> walked(stage, blobs.files(project, inStage(place)));
        case OPEN -> counted(stage, rows.deleteOpen(project, limit), limit);
        case ENDED -> counted(stage, rows.deleteEnded(project, limit), limit);
        case SEGMENTS -> rewritten(segments.one(project));
        case KEYS -> keys(rows.deleteIdempotencyKeys(project, limit), limit);
      };
    } catch (SQLException e) {
      throw new HawserException.Unavailable(
          UNAVAILABLE, "Executions cannot be deleted at the moment.", e);
    }
  }

  /** Without executions there are no large values that could be known as the project's. */
  private Deleted stop(ProjectId project) throws SQLException {
    if (rows.stop(project) > 0) {
      return new Deleted(0, Left.BUSY, null);
    }
    Stage next = rows.any(project) ? Stage.PAYLOADS : Stage.FILES;
    return new Deleted(0, Left.SOME, next.name());
  }

  private static Deleted walked(Stage stage, BlobRemoval.Walked walked) {
    String at = walked.next();
    return new Deleted(
        walked.deleted(), Left.SOME, at == null ? after(stage) : stage.name() + ':' + at);
  }

  private static Deleted counted(Stage stage, int count, int limit) {
    return new Deleted(count, Left.SOME, count < limit ? after(stage) : stage.name());
  }

  /** The last stage. */
  private static Deleted keys(int count, int limit) {
    return count < limit
        ? new Deleted(count, Left.NOTHING, null)
        : new Deleted(count, Left.SOME, Stage.KEYS.name());
  }

  private static Deleted rewritten(Optional<Integer> gone) {
    return gone.map(count -> new Deleted(count, Left.SOME, Stage.SEGMENTS.name()))
        .orElseGet(() -> new Deleted(0, Left.SOME, after(Stage.SEGMENTS)));
  }

  private static String after(Stage stage) {
    List<Stage> all = List.of(Stage.values());
    return all.get(all.indexOf(stage) + 1).name();
  }

  private static @Nullable String inStage(@Nullable String place) {
    int colon = place == null ? -1 : place.indexOf(':');
    return place == null || colon < 0 ? null : place.substring(colon + 1);
  }
}
