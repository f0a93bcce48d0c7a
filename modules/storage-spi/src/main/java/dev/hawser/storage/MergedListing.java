package dev.hawser.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Merges the pages of two listings. The secondary is asked first: a blob that moves to the primary
 * meanwhile is then found there.
 */
final class MergedListing {
  private final BlobStore primary;
  private final BlobStore secondary;
  private final BlobPrefix prefix;
  private final int limit;

  MergedListing(BlobStore primary, BlobStore secondary, BlobPrefix prefix, int limit) {
    this.primary = primary;
    this.secondary = secondary;
    this.prefix = prefix;
    this.limit = limit;
  }

  BlobPage page(MergedToken token) {
    Side lower = side(secondary, token.secondary(), token.after());
    Side upper = side(primary, token.primary(), token.after());
    NavigableMap<BlobKey, BlobEntry> known = new TreeMap<>();
    lower.entries.forEach(entry -> known.put(entry.key(), entry));
    upper.entries.forEach(entry -> known.put(entry.key(), entry)); // it hides the other
    List<BlobEntry> shown = new ArrayList<>();
    String after = token.after();
    for (Map.Entry<BlobKey, BlobEntry> entry : known.entrySet()) {
      if (shown.size() == limit || !lower.tells(entry.getKey()) || !upper.tells(entry.getKey())) {
        break;
      }
      shown.add(entry.getValue());
      after = entry.getKey().value();
    }
    MergedToken.Place below = lower.placeAfter(after);
    MergedToken.Place above = upper.placeAfter(after);
    if (above.isEnd() && below.isEnd()) {
      return new BlobPage(shown, Optional.empty());
    }
    // What the secondary has not told yet may move behind the end of the primary: look there again.
    MergedToken next = new MergedToken(above.isEnd() ? upper.place : above, below, after);
    return new BlobPage(shown, Optional.of(next.write()));
  }

  private Side side(BlobStore store, MergedToken.Place place, String after) {
    if (place.isEnd()) {
      return new Side(place, List.of(), MergedToken.Place.END);
    }
    BlobPage page = store.list(prefix, new PageRequest(limit, place.token().map(PageToken::new)));
    List<BlobEntry> fresh =
        page.blobs().stream().filter(entry -> entry.key().value().compareTo(after) > 0).toList();
    return new Side(place, fresh, MergedToken.Place.of(page.next()));
  }

  /**
   * What one store says.
   *
   * @param place of its page
   * @param entries of the page that have not been shown
   * @param next the place of the page behind it
   */
  private record Side(MergedToken.Place place, List<BlobEntry> entries, MergedToken.Place next) {
    /** Whether the store has said everything up to this key. */
    boolean tells(BlobKey key) {
      return next.isEnd() || (!entries.isEmpty() && entries.getLast().key().compareTo(key) >= 0);
    }

    /** Where to go on once everything up to the key has been shown. */
    MergedToken.Place placeAfter(String shown) {
      boolean done = entries.isEmpty() || entries.getLast().key().value().compareTo(shown) <= 0;
      return done ? next : place;
    }
  }
}
