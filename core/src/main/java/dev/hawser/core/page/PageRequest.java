package dev.hawser.core.page;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is wanted.
 *
 * @param limit 1 to 200
 * @param after the decoded position behind which the page starts; null for the first page
 */
public record PageRequest(int limit, @Nullable String after) {
  public static final int DEFAULT_LIMIT = 50;
  public static final int MAX_LIMIT = 200;
  private static final ErrorCode INVALID = new ErrorCode("core.page-invalid");

  /**
   * Reads the query parameters {@code limit} and {@code cursor}.
   *
   * @throws HawserException.Invalid when one of them is wrong
   */
  public static PageRequest of(@Nullable Integer limit, @Nullable String cursor) {
    int size = limit == null ? DEFAULT_LIMIT : limit;
    if (size < 1 || size > MAX_LIMIT) {
      throw invalid("limit", "limit must be between 1 and " + MAX_LIMIT + ", not " + size);
    }
    if (cursor == null) {
      return new PageRequest(size, null);
    }
    try {
      return new PageRequest(
          size, new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw invalid("cursor", "cursor is not one that this API returned");
    }
  }

  /**
   * The position behind which the page starts, read by {@code parse}; a position that cannot be
   * read is an error.
   */
  public <T> @Nullable T position(Function<String, @Nullable T> parse) {
    if (after == null) {
      return null;
    }
    T position = parse.apply(after);
    if (position == null) {
      throw invalid("cursor", "cursor is not one that this API returned");
    }
    return position;
  }

  /**
   * Makes the page of a query that asked for one row more than the limit.
   *
   * @param rows at most {@code limit + 1} rows
   * @param position the text of a row's place in the order of the list
   */
  public <T> Page<T> page(List<T> rows, Function<T, String> position) {
    if (rows.size() <= limit) {
      return new Page<>(rows, null);
    }
    String last = position.apply(rows.get(limit - 1));
    String cursor =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(last.getBytes(StandardCharsets.UTF_8));
    return new Page<>(rows.subList(0, limit), cursor);
  }

  private static HawserException.Invalid invalid(String parameter, String message) {
    return new HawserException.Invalid(
        INVALID, message, List.of(Problem.at("/" + parameter, message)));
  }
}
