package dev.hawser.storage;

import java.util.List;
import java.util.Optional;

/**
 * A part of a listing.
 *
 * @param blobs ordered by key; may be empty although more follow
 * @param next for the next page; empty on the last one
 */
public record BlobPage(List<BlobEntry> blobs, Optional<PageToken> next) {
  public BlobPage {
    blobs = List.copyOf(blobs);
  }
}
