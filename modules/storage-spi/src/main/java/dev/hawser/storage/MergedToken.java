package dev.hawser.storage;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a merged listing goes on: the places of the pages that were shown last, perhaps in part,
 * and the last key of them that was shown.
 *
 * @param after empty when none was shown yet
 */
record MergedToken(Place primary, Place secondary, String after) {
  private static final String START = "s";
  private static final String END = "e";
  private static final String AT = "t";

  /** The place that the request asks for. */
  static MergedToken read(BlobPrefix prefix, PageRequest page) {
    if (page.token().isEmpty()) {
      return new MergedToken(Place.START_PLACE, Place.START_PLACE, "");
    }
    String[] parts = page.token().get().value().split("~", -1);
    if (parts.length != 3 || !(parts[2].isEmpty() || parts[2].startsWith(prefix.value()))) {
      throw foreign(prefix);
    }
    return new MergedToken(Place.read(parts[0], prefix), Place.read(parts[1], prefix), parts[2]);
  }

  PageToken write() {
    return new PageToken(primary.written + "~" + secondary.written + "~" + after);
  }

  private static BlobException.Rejected foreign(BlobPrefix prefix) {
    return new BlobException.Rejected(
        "the page token is not one of a listing of '" + prefix + "'", null);
  }

  /**
   * A place in the listing of one store.
   *
   * @param written in a merged token
   */
  record Place(String written) {
    static final Place START_PLACE = new Place(START);
    static final Place END = new Place(MergedToken.END);

    /** The place of a next page; the end when there is none. */
    static Place of(Optional<PageToken> next) {
      return next.map(
              token ->
                  new Place(
                      AT
                          + Base64.getUrlEncoder()
                              .withoutPadding()
                              .encodeToString(token.value().getBytes(StandardCharsets.UTF_8))))
          .orElse(END);
    }

    static Place read(String written, BlobPrefix prefix) {
      Place place = new Place(written);
      try {
        if (!written.equals(START) && !place.isEnd() && place.token().isEmpty()) {
          throw foreign(prefix);
        }
      } catch (IllegalArgumentException e) {
        throw foreign(prefix);
      }
      return place;
    }

    boolean isEnd() {
      return written.equals(MergedToken.END);
    }

    /** The store's own token; empty at the start. */
    Optional<String> token() {
      return written.startsWith(AT)
          ? Optional.of(
              new String(
                  Base64.getUrlDecoder().decode(written.substring(AT.length())),
                  StandardCharsets.UTF_8))
          : Optional.empty();
    }
  }
}
