package dev.hawser.storage;

import java.util.Optional;

/** Page tokens of stores that can start a listing behind any key: the token is the last key. */
final class KeyTokens {
  private KeyTokens() {}

  static PageToken after(BlobKey last) {
    return new PageToken(last.value());
  }

  /** The key behind which the page starts; empty for the first page. */
  static Optional<BlobKey> read(BlobPrefix prefix, PageRequest page) {
    return page.token()
        .map(
            token -> {
              if (BlobKey.problem(token.value()).isPresent()
                  || !token.value().startsWith(prefix.value())) {
                throw new BlobException.Rejected(
                    "the page token is not one of a listing of '" + prefix + "'", null);
              }
              return new BlobKey(token.value());
            });
  }
}
