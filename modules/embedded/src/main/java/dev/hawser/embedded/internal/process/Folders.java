package dev.hawser.embedded.internal.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Objects;

/** Folders of servers. */
public final class Folders {
  private Folders() {}

  /** Creates a folder that only its owner may enter; an existing one stays as it is. */
  public static void createPrivate(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  /** The folder that a file is in. */
  public static Path parentOf(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent(), "the root has no parent");
  }

  /** The folder itself if it exists, else the nearest one above it that does. */
  public static Path nearestExisting(Path folder) {
    Path existing = folder.toAbsolutePath();
    while (Files.notExists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    return existing;
  }

  /** Refuses a folder that another user's start has made, with what to do. Root may use any. */
  public static void requireOwn(Path folder) throws IOException {
    int user = Privileges.currentUser();
    int owner = Privileges.userOf(folder);
    if (user != 0 && user != owner) {
      throw new IOException(
          "%s belongs to user %d, but Hawser runs as user %d. Start it as that user, or change the owner: chown -R %d %s"
              .formatted(folder, owner, user, user, folder));
    }
  }

  /** Deletes a folder and all in it; a missing one is fine. */
  public static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Makes creations and renames in this folder durable. */
  public static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
