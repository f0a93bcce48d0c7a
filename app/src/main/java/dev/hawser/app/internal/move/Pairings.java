package dev.hawser.app.internal.move;

import dev.hawser.storage.BlobEntry;
import dev.hawser.storage.BlobPage;
import dev.hawser.storage.BlobPrefix;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.PageRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks through two stores side by side in the order of their keys, a page of each in memory. What
 * is below {@code system/} belongs to one store alone, and what is below {@code cache/} can be made
 * again: both are left out.
 */
final class Pairings implements Iterator<Pairing> {
  private final Listing source;
  private final Listing target;

  Pairings(BlobStore source, BlobStore target) {
    this.source = new Listing(source);
    this.target = new Listing(target);
  }

  @Override
  public boolean hasNext() {
    return source.peek() != null || target.peek() != null;
  }

  @Override
  public Pairing next() {
    BlobEntry left = source.peek();
    BlobEntry right = target.peek();
    if (left == null && right == null) {
      throw new NoSuchElementException();
    }
    int order =
        left == null ? 1 : right == null ? -1 : Integer.signum(left.key().compareTo(right.key()));
    return new Pairing(order <= 0 ? source.take() : null, order >= 0 ? target.take() : null);
  }

  private static final class Listing {
    private static final List<String> LEFT_OUT = List.of("system/", "cache/");

    private final BlobStore store;
    private final Deque<BlobEntry> page = new ArrayDeque<>();
    private Optional<PageRequest> next = Optional.of(PageRequest.first(PageRequest.MAX_LIMIT));

    Listing(BlobStore store) {
      this.store = store;
    }

    @Nullable BlobEntry peek() {
      while (page.isEmpty() && next.isPresent()) {
        BlobPage found = store.list(BlobPrefix.ALL, next.get());
        found.blobs().stream()
            .filter(entry -> LEFT_OUT.stream().noneMatch(entry.key().value()::startsWith))
            .forEach(page::add);
        next = found.next().map(token -> PageRequest.after(token, PageRequest.MAX_LIMIT));
      }
      return page.peek();
    }

    BlobEntry take() {
      return page.remove();
    }
  }
}
