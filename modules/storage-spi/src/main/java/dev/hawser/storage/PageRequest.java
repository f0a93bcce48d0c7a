package dev.hawser.storage;

import java.util.Optional;

/**
 * Which page of a listing is wanted.
 *
 * @param limit at most so many blobs, 1 to {@value #MAX_LIMIT}
 * @param token of {@link BlobPage#next()}; empty for the first page
 */
public record PageRequest(int limit, Optional<PageToken> token) {
  /** What all clouds give in one answer. */
  public static final int MAX_LIMIT = 1_000;

  public PageRequest {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT + ", not " + limit);
    }
  }

  /** The first page. */
  public static PageRequest first(int limit) {
    return new PageRequest(limit, Optional.empty());
  }

  /** The page that a token stands for. */
  public static PageRequest after(PageToken token, int limit) {
    return new PageRequest(limit, Optional.of(token));
  }
}
