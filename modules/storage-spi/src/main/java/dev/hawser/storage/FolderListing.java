package dev.hawser.storage;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Finds the next keys of a listing in order. A directory's entries come in no order, so it is
 * scanned and only the smallest names that are still wanted are kept: memory grows with the page
 * and the depth, not with the number of blobs. A directory sorts with a slash at its end, which is
 * where its keys stand among its neighbours: {@code a-b}, {@code a/b}, {@code a0}.
 */
final class FolderListing {
  private final Path root;
  private final String prefix;
  private final int wanted;
  private final List<BlobKey> found = new ArrayList<>();

  private FolderListing(Path root, String prefix, int wanted) {
    this.root = root;
    this.prefix = prefix;
    this.wanted = wanted;
  }

  /** The first keys that start with the prefix and are greater than {@code after}, in order. */
  static List<BlobKey> keys(Path root, String prefix, String after, int wanted) throws IOException {
    FolderListing listing = new FolderListing(root, prefix, wanted);
    listing.walk(prefix.substring(0, prefix.lastIndexOf('/') + 1), after);
    return listing.found;
  }

  private void walk(String directory, String after) throws IOException {
    String cursor = after;
    boolean more = true;
    while (more && found.size() < wanted) {
      int room = wanted - found.size();
      NavigableSet<String> next = new TreeSet<>();
      more = scan(directory, cursor, room, next);
      for (String name : next) {
        if (found.size() == wanted) {
          return;
        }
        if (name.endsWith("/")) {
          walk(name, cursor);
          cursor = behind(name);
        } else {
          found.add(new BlobKey(name));
          cursor = name;
        }
      }
    }
  }

  /** Collects the smallest names behind the cursor; whether there were more than there is room. */
  private boolean scan(String directory, String cursor, int room, NavigableSet<String> next)
      throws IOException {
    boolean more = false;
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(FolderNames.directory(root, directory))) {
      for (Path entry : entries) {
        String name =
            FolderNames.decode(entry.getFileName().toString())
                .map(segment -> directory + segment)
                .orElse("");
        if (isWanted(name, cursor) && next.add(name) && next.size() > room) {
          next.pollLast();
          more = true;
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return false; // nothing there, or its last blob has just gone
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return more;
  }

  private boolean isWanted(String name, String cursor) {
    if (name.endsWith("/")) {
      return name.startsWith(prefix) && behind(name).compareTo(cursor) > 0;
    }
    return !name.isEmpty() && name.startsWith(prefix) && name.compareTo(cursor) > 0;
  }

  /** Greater than all keys of the directory, smaller than any other key behind it. */
  private static String behind(String directory) {
    return directory + Character.MAX_VALUE;
  }
}
