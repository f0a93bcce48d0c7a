package dev.hawser.storage;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Says what a failure of the file system means. The JDK gives most causes as text only. */
final class FolderErrors {
  private static final long NEARLY_NOTHING = 1 << 20;

  private FolderErrors() {}

  static BlobException classify(Path folder, String action, IOException cause) {
    String reason = String.valueOf(cause.getMessage());
    if (cause instanceof AccessDeniedException || reason.contains("Permission denied")) {
      return new BlobException.AccessDenied(
          "cannot "
              + action
              + ": no permission in the blob folder "
              + folder
              + "; give the user of this process read and write access to all of it",
          cause);
    }
    if (cause instanceof ClosedByInterruptException
        || cause instanceof FileLockInterruptionException) {
      return new BlobException.Unavailable("cannot " + action + ": interrupted", cause);
    }
    if (isFull(folder, reason)) {
      return new BlobException.Unavailable(
          "cannot "
              + action
              + ": the disk (or quota) of the blob folder "
              + folder
              + " is full; free some space, nothing was stored in part",
          cause);
    }
    return new BlobException.Unavailable(
        "cannot " + action + " in the blob folder " + folder + ": " + reason, cause);
  }

  /** The text of the operating system may be in another language, so the free space counts too. */
  private static boolean isFull(Path folder, String reason) {
    String text = reason.toLowerCase(Locale.ROOT);
    if (text.contains("no space left")
        || text.contains("quota exceeded")
        || text.contains("file too large")) {
      return true;
    }
    try {
      return Files.getFileStore(folder).getUsableSpace() < NEARLY_NOTHING;
    } catch (IOException e) {
      return false; // the folder is not there: that is the failure, and it is not a full disk
    }
  }
}
