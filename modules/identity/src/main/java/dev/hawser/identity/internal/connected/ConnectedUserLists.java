package dev.hawser.identity.internal.connected;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.internal.connected.ConnectedUserService.UserView;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lists and searches users, in time that does not grow with their number: each statement reads a
 * stretch of one index. A search goes through the user ids that begin with the text, then the
 * names, then the e-mail addresses, and shows a user once; when much has to be passed over, a page
 * ends early, with a cursor.
 */
@Singleton
public final class ConnectedUserLists {
  /** So many rows are read at once in a search, and so often for one page. */
  private static final int STRETCH = PageRequest.MAX_LIMIT + 1;

  private static final int STRETCHES = 10;
  private static final UUID FIRST = new UUID(0, 0);
  private static final UUID LAST = new UUID(-1, -1);
  private static final Instant END_OF_TIME = Instant.parse("9999-01-01T00:00:00Z");

  private final ConnectedUserRepository rows;

  ConnectedUserLists(ConnectedUserRepository rows) {
    this.rows = rows;
  }

  /** The users who were active last come first. */
  public Page<UserView> list(
      ProjectId project, @Nullable ConnectedUserStatus status, PageRequest request) {
    Moment given = request.position(Moment::parse);
    Moment from = given == null ? new Moment(END_OF_TIME, LAST) : given;
    int limit = request.limit() + 1;
    List<ConnectedUserRow> found =
        status == null
            ? rows.list(project, from.at(), from.id(), limit)
            : rows.listByStatus(project, status.id(), from.at(), from.id(), limit);
    return request.page(
        found.stream().map(UserView::of).toList(),
        user -> new Moment(user.lastActiveAt(), user.id().value()).toString());
  }

  /**
   * The users whose user id, name or e-mail address begins with a text, whatever its case.
   *
   * @param text 1 to 256 characters without control characters
   */
  public Page<UserView> search(
      ProjectId project, String text, @Nullable ConnectedUserStatus status, PageRequest request) {
    String prefix = SearchKey.of(text);
    Place given = request.position(cursor -> Place.parse(cursor, prefix));
    Place at = given == null ? new Place(Field.USER_ID, prefix, FIRST) : given;
    List<UserView> found = new ArrayList<>();
    for (int i = 0; i < STRETCHES; i++) {
      List<ConnectedUserRow> stretch = stretch(project, SearchKey.end(prefix), at);
      for (ConnectedUserRow row : stretch) {
        if (found.size() == request.limit()) {
          return new Page<>(found, at.cursor());
        }
        at = new Place(at.field(), String.valueOf(at.field().key(row)), row.id());
        if ((status == null || status.id().equals(row.status())) && isFirst(row, at, prefix)) {
          found.add(UserView.of(row));
        }
      }
      if (stretch.size() < STRETCH) {
        Field next = at.field().next();
        if (next == null) {
          return new Page<>(found, null);
        }
        at = new Place(next, prefix, FIRST);
      }
    }
    return new Page<>(found, at.cursor());
  }

  private List<ConnectedUserRow> stretch(ProjectId project, String end, Place at) {
    return switch (at.field()) {
      case USER_ID -> rows.searchExternalId(project, at.key(), at.id(), end, STRETCH);
      case NAME -> rows.searchName(project, at.key(), at.id(), end, STRETCH);
      case EMAIL -> rows.searchEmail(project, at.key(), at.id(), end, STRETCH);
    };
  }

  /** Whether no earlier field begins with the text too: the user was shown there. */
  private static boolean isFirst(ConnectedUserRow row, Place at, String prefix) {
    return Stream.of(Field.values())
        .filter(field -> field.compareTo(at.field()) < 0)
        .map(field -> field.key(row))
        .noneMatch(key -> key != null && key.startsWith(prefix));
  }

  /** What is searched, in this order. */
  private enum Field {
    USER_ID,
    NAME,
    EMAIL;

    @Nullable String key(ConnectedUserRow row) {
      return SearchKey.ofNullable(
          switch (this) {
            case USER_ID -> row.externalId();
            case NAME -> row.name();
            case EMAIL -> row.email();
          });
    }

    @Nullable Field next() {
      return switch (this) {
        case USER_ID -> NAME;
        case NAME -> EMAIL;
        case EMAIL -> null;
      };
    }
  }

  /** A place in the list by activity. */
  private record Moment(Instant at, UUID id) {
    static @Nullable Moment parse(String text) {
      try {
        String[] parts = text.split("/", 2);
        Instant at = Instant.parse(parts[0]);
        return at.isAfter(END_OF_TIME) || at.isBefore(Instant.EPOCH)
            ? null
            : new Moment(at, UUID.fromString(parts[1]));
      } catch (RuntimeException e) {
        return null; // the caller says that the cursor is none of ours
      }
    }

    @Override
    public String toString() {
      return at + "/" + id;
    }
  }

  /** A place in a search. */
  private record Place(Field field, String key, UUID id) {
    static @Nullable Place parse(String text, String prefix) {
      try {
        String[] parts = text.split("/", 3);
        return parts[2].startsWith(prefix) && parts[2].indexOf('\0') < 0
            ? new Place(Field.valueOf(parts[0]), parts[2], UUID.fromString(parts[1]))
            : null;
      } catch (RuntimeException e) {
        return null; // the caller says that the cursor is none of ours
      }
    }

    String cursor() {
      String text = field + "/" + id + "/" + key;
      return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }
  }
}
