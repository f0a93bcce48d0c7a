package dev.hawser.storage;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;

/**
 * Blobs as files in a folder of a local POSIX file system (or a network one with working locks).
 *
 * <p>A put writes a file aside, syncs it, gives it its name by an atomic rename under the key's
 * lock, and syncs the directory: killing the process or cutting the power at any moment leaves
 * either the old or the new blob. Several processes may share the folder; conditions hold between
 * them. What a killed process left half-written is removed when a store is next opened here. A full
 * disk is {@link BlobException.Unavailable} and leaves everything as it was.
 *
 * <p>Inside the folder: {@code blobs} (see {@link FolderNames} and {@link FolderFile}), {@code tmp}
 * and {@code locks}. Back it up by copying {@code blobs}.
 */
public final class FolderBlobStore implements BlobStore {
  private final Path folder;
  private final Path blobs;
  private final InstantSource clock;
  private final FolderLocks locks;
  private final FolderTree tree;
  private final FolderTemp temp;
  private final AtomicBoolean closed = new AtomicBoolean();

  private FolderBlobStore(Path folder, InstantSource clock) throws IOException {
    this.folder = folder;
    this.blobs = folder.resolve("blobs");
    this.clock = clock;
    this.locks = new FolderLocks(folder.resolve("locks"));
    try (var _ = locks.lockForOpening()) {
      this.tree = new FolderTree(blobs);
      this.temp = new FolderTemp(folder.resolve("tmp"));
    }
  }

  /**
   * Opens the store of a folder. A folder that is not there is made, readable by its owner only.
   *
   * @throws BlobException.AccessDenied when its files may not be read and written
   * @throws BlobException.Unavailable when the folder cannot be used; the message says why
   */
  public static FolderBlobStore open(Path folder, InstantSource clock) {
    try {
      if (!Files.exists(folder)) {
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
          Files.createDirectories(parent);
        }
        Files.createDirectories(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        FolderTree.force(folder.toAbsolutePath().resolve("..").normalize());
      }
      return new FolderBlobStore(folder.toRealPath(), clock);
    } catch (IOException e) {
      throw FolderErrors.classify(folder, "open the store", e);
    }
  }

  @Override
  public BlobInfo put(BlobKey key, BlobSource source, PutOptions options) {
    checkOpen();
    Path file = temp.next();
    try {
      boolean moved = false;
      try {
        BlobInfo info = write(file, key, source, options);
        Path target = FolderNames.file(blobs, key);
        Lock keep = tree.keep();
        keep.lock();
        try {
          try (var _ = locks.lock(key)) {
            checkCondition(key, target, options.condition());
            tree.move(file, target);
            moved = true;
          }
          syncOutcome(FolderNames.above(target), "put " + key);
        } finally {
          keep.unlock();
        }
        return info;
      } finally {
        if (!moved) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw FolderErrors.classify(folder, "put " + key, e);
    }
  }

  private BlobInfo write(Path file, BlobKey key, BlobSource source, PutOptions options)
      throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long size = SourceCopy.copy(source, Channels.newOutputStream(channel));
      BlobInfo info =
          new BlobInfo(
              key,
              size,
              new ETag(UUID.randomUUID().toString()),
              clock.instant().truncatedTo(ChronoUnit.MILLIS),
              options.contentType(),
              options.metadata());
      ByteBuffer tail = FolderFile.tail(info);
      while (tail.hasRemaining()) {
        channel.write(tail);
      }
      channel.force(true);
      return info;
    }
  }

  private void checkCondition(BlobKey key, Path target, PutCondition condition) throws IOException {
    boolean holds =
        switch (condition) {
          case PutCondition.Always() -> true;
          case PutCondition.IfAbsent() -> Files.notExists(target);
          case PutCondition.IfMatch(ETag etag) ->
              read(key).filter(current -> current.etag().equals(etag)).isPresent();
        };
    if (!holds) {
      tree.sync(
          FolderNames.above(target)); // the loser may rely on the winner, whose sync may be to come
      throw new BlobException.ConditionFailed(key, condition);
    }
  }

  @Override
  public Blob get(BlobKey key, ByteRange range) {
    checkOpen();
    FileChannel file;
    try {
      file = FileChannel.open(FolderNames.file(blobs, key), StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      throw new BlobException.NotFound(key);
    } catch (IOException e) {
      throw FolderErrors.classify(folder, "get " + key, e);
    }
    try {
      BlobInfo info = FolderFile.read(file, key);
      long length = range.lengthIn(info.size());
      FolderRange bytes = new FolderRange(file, range.offset(), length);
      return new Blob(info, length, new BufferedInputStream(bytes)); // some read byte by byte
    } catch (IOException e) {
      throw closing(file, FolderErrors.classify(folder, "get " + key, e));
    } catch (RuntimeException e) {
      throw closing(file, e);
    }
  }

  private static RuntimeException closing(FileChannel file, RuntimeException failure) {
    try {
      file.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) {
    checkOpen();
    try {
      return read(key);
    } catch (IOException e) {
      throw FolderErrors.classify(folder, "look at " + key, e);
    }
  }

  private Optional<BlobInfo> read(BlobKey key) throws IOException {
    try (FileChannel file =
        FileChannel.open(FolderNames.file(blobs, key), StandardOpenOption.READ)) {
      return Optional.of(FolderFile.read(file, key));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public BlobPage list(BlobPrefix prefix, PageRequest page) {
    checkOpen();
    String after = KeyTokens.read(prefix, page).map(BlobKey::value).orElse("");
    try {
      List<BlobKey> keys =
          FolderListing.keys(blobs, prefix.value(), after, Math.addExact(page.limit(), 1));
      boolean more = keys.size() > page.limit();
      List<BlobKey> shown = more ? keys.subList(0, page.limit()) : keys;
      List<BlobEntry> entries = new ArrayList<>();
      for (BlobKey key : shown) {
        read(key).map(BlobInfo::entry).ifPresent(entries::add); // absent: deleted just now
      }
      return new BlobPage(
          entries, more ? Optional.of(KeyTokens.after(shown.getLast())) : Optional.empty());
    } catch (IOException e) {
      throw FolderErrors.classify(folder, "list '" + prefix + "'", e);
    }
  }

  @Override
  public void delete(BlobKey key) {
    DeleteReport report = deleteAll(List.of(key));
    for (BlobException failure : report.failures().values()) {
      throw failure;
    }
  }

  @Override
  public DeleteReport deleteAll(Collection<BlobKey> keys) {
    checkOpen();
    Map<BlobKey, BlobException> failures = new HashMap<>();
    Map<Path, List<BlobKey>> changed = new HashMap<>();
    for (BlobKey key : keys) {
      Path file = FolderNames.file(blobs, key);
      try (var _ = locks.lock(key)) {
        if (Files.deleteIfExists(file)) {
          changed.computeIfAbsent(FolderNames.above(file), directory -> new ArrayList<>()).add(key);
        }
      } catch (IOException e) {
        failures.put(key, FolderErrors.classify(folder, "delete " + key, e));
      }
    }
    changed.forEach(
        (directory, gone) -> {
          try {
            syncOutcome(directory, "delete " + gone.size() + " blobs");
            tree.prune(directory);
          } catch (BlobException.OutcomeUnknown e) {
            gone.forEach(key -> failures.put(key, e));
          }
        });
    return new DeleteReport(failures);
  }

  /** What was done is visible; whether it survives a power cut depends on this. */
  private void syncOutcome(Path directory, String action) {
    try {
      tree.sync(directory);
    } catch (IOException e) {
      throw new BlobException.OutcomeUnknown(
          action + " was done but may not be on the disk of " + folder, e);
    }
  }

  /** Ends the store. Puts that are still running fail or finish as if the process went on. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    try (var _ = locks.lockForOpening()) {
      temp.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the blob folder " + folder, e);
    }
  }

  private void checkOpen() {
    if (closed.get()) {
      throw new IllegalStateException("the blob store is closed");
    }
  }
}
