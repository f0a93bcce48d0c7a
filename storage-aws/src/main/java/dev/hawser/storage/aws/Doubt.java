package dev.hawser.storage.aws;

/** Whether a request that was sent, perhaps several times, may have been carried out unseen. */
final class Doubt {
  private boolean exists;

  void add(boolean mayHaveHappened) {
    exists |= mayHaveHappened;
  }

  boolean exists() {
    return exists;
  }
}
