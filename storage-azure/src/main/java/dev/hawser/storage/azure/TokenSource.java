package dev.hawser.storage.azure;

/** Gives tokens for the blob service. */
interface TokenSource {
  /**
   * Asks once for a new token.
   *
   * @throws RequestFailure when there is none
   */
  Token fetch();
}
