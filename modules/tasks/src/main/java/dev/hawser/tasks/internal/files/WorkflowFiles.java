package dev.hawser.tasks.internal.files;

import dev.hawser.core.config.SettingValues;
import dev.hawser.core.id.Uuid7;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.storage.Blob;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.ByteRange;
import dev.hawser.storage.PutCondition;
import dev.hawser.storage.PutOptions;
import dev.hawser.tasks.FileSettings;
import dev.hawser.tasks.internal.interpreter.FileRef;
import jakarta.inject.Singleton;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of workflows in the blob store: {@code files/<day>/<project>/<file>}. The project comes
 * from who asks and never from a reference, so a reference to another project's file, or a made-up
 * one, finds nothing. Methods throw {@link BlobException} when the store cannot do its part.
 */
@Singleton
public final class WorkflowFiles {
  private static final Logger LOG = LoggerFactory.getLogger(WorkflowFiles.class);
  private static final String NAME = "name";
  private static final String EXECUTION = "execution";

  private final BlobStore store;
  private final Uuid7 ids;
  private final long maxSize;

  public WorkflowFiles(BlobStore store, Uuid7 ids, SettingValues settings) {
    this.store = store;
    this.ids = ids;
    this.maxSize = settings.get(FileSettings.MAX_SIZE);
  }

  /** How large a file may be, in bytes. */
  public long maxSize() {
    return maxSize;
  }

  /**
   * Stores a file while its bytes arrive; when this fails, nothing of it is kept.
   *
   * @throws FileTooLargeException as soon as there are too many bytes
   * @throws java.io.UncheckedIOException when the bytes could not be read
   */
  public StoredFile store(NewFile file) {
    FileId id = new FileId(ids.next());
    PutOptions options =
        new PutOptions(
            file.type(),
            Map.of(
                NAME,
                FileNames.encoded(file.name()),
                EXECUTION,
                file.execution().value().toString()),
            PutCondition.ALWAYS);
    BlobSource bytes = BlobSource.of(new SizeGuard(file.bytes(), file.limit()));
    BlobInfo stored = store.put(key(file.project(), id), bytes, options);
    return new StoredFile(id, file.name(), file.type(), stored.size());
  }

  /** The file that a reference means, under the name and the type that the reference gives it. */
  public Optional<StoredFile> find(ProjectId project, FileRef ref) {
    return FileId.parse(ref.id())
        .flatMap(id -> find(project, id))
        .map(
            stored ->
                new StoredFile(
                    stored.id(),
                    ref.name() == null ? stored.name() : FileNames.safe(ref.name()),
                    ref.type() == null ? stored.type() : MediaTypes.safe(ref.type()),
                    stored.size()));
  }

  /** What is known of a file. */
  public Optional<StoredFile> find(ProjectId project, FileId id) {
    return store
        .head(key(project, id))
        .map(
            info ->
                new StoredFile(
                    id,
                    FileNames.decoded(info.metadata().get(NAME)),
                    info.contentType(),
                    info.size()));
  }

  /**
   * Opens a file; the caller closes it.
   *
   * @throws BlobException.NotFound when there is none
   */
  public Blob open(ProjectId project, FileId id, ByteRange range) {
    return store.get(key(project, id), range);
  }

  /** Deletes files that nobody will ask for; what cannot be deleted now is left to the sweep. */
  public void discard(ProjectId project, Collection<StoredFile> files) {
    if (files.isEmpty()) {
      return;
    }
    try {
      store
          .deleteAll(files.stream().map(file -> key(project, file.id())).toList())
          .failures()
          .forEach(
              (key, error) -> LOG.warn("The unused file {} is left: {}", key, error.toString()));
    } catch (BlobException e) {
      LOG.warn("{} unused files are left: {}", files.size(), e.toString());
    }
  }

  /** Where the bytes of a file are. */
  public static BlobKey key(ProjectId project, FileId id) {
    String day = Uuid7.instantOf(id.value()).atZone(ZoneOffset.UTC).toLocalDate().toString();
    return new BlobKey("files/" + day + "/" + project.value() + "/" + id.value());
  }
}
