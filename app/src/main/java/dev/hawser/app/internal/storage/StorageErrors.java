package dev.hawser.app.internal.storage;

import dev.hawser.app.internal.failure.OperatorError;
import dev.hawser.app.internal.storage.StorageRights.Operation;
import dev.hawser.storage.BlobException;

/** Says what an operator can do about a store's error. */
final class StorageErrors {
  private StorageErrors() {}

  /**
   * @param words what was tried: {@code write}
   */
  static OperatorError explain(
      OpenStorage storage, Operation operation, String words, BlobException e) {
    String place = StorageRights.place(storage.type()).key();
    String remedy =
        switch (e) {
          case BlobException.AccessDenied denied ->
              "Check "
                  + StorageRights.credentials(storage.type())
                  + "; needed is "
                  + StorageRights.needed(storage.type(), operation)
                  + ".";
          case BlobException.Unavailable away ->
              "Check that it can be reached from here and that "
                  + place
                  + " and the other settings hawser.storage."
                  + storage.type().text()
                  + ".* name the right one.";
          case BlobException.NotFound missing -> wrongPlace(storage, place);
          case BlobException.Rejected rejected -> wrongPlace(storage, place);
          case BlobException.ConditionFailed failed -> wrongPlace(storage, place);
          case BlobException.OutcomeUnknown unknown -> "Try again; see the log for the details.";
        };
    return new OperatorError(
        "%s cannot be used: to %s failed: %s".formatted(storage.shown(), words, e.getMessage()),
        remedy,
        e);
  }

  private static String wrongPlace(OpenStorage storage, String place) {
    return "Check "
        + place
        + " and the other settings hawser.storage."
        + storage.type().text()
        + ".*";
  }
}
