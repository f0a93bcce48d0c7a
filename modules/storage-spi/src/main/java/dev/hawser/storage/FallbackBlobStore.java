package dev.hawser.storage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Two stores as one, while an installation moves from the secondary to the primary: puts go to the
 * primary, reads look there first. What the primary has hides what the secondary has under the same
 * key. The secondary only shrinks: nobody puts into it any more, and who moves a blob copies it to
 * the primary with {@link PutCondition#IF_ABSENT} before deleting it from the secondary, so a blob
 * that moves is always found.
 *
 * <p><b>Conditions.</b> {@link PutCondition#IF_ABSENT} fails when either store has the key. {@link
 * PutCondition.IfMatch} with the tag of a blob that only the secondary has stores the new version
 * in the primary if nothing is there by then: of several such puts exactly one wins, but a delete
 * of the key that runs at the same moment may go unnoticed. A blob gets another tag when it moves,
 * so a tag from before the move then fails; read the blob again, as after any lost race.
 *
 * <p><b>Deletes</b> are done in the secondary first. A key whose delete failed there is left as it
 * is in the primary, so that no older version comes to light. A mover that has read a blob before
 * its delete and puts it afterwards brings it back: it must hold off deletes, or look again.
 *
 * <p>Closing closes both stores.
 */
public final class FallbackBlobStore implements BlobStore {
  private final BlobStore primary;
  private final BlobStore secondary;

  public FallbackBlobStore(BlobStore primary, BlobStore secondary) {
    this.primary = primary;
    this.secondary = secondary;
  }

  @Override
  public BlobInfo put(BlobKey key, BlobSource source, PutOptions options) {
    return switch (options.condition()) {
      case PutCondition.Always always -> primary.put(key, source, options);
      case PutCondition.IfAbsent absent -> {
        if (secondary.head(key).isPresent()) {
          throw new BlobException.ConditionFailed(key, absent);
        }
        yield primary.put(key, source, options);
      }
      case PutCondition.IfMatch match ->
          primary.head(key).isPresent()
              ? primary.put(key, source, options)
              : replaceInSecondary(key, source, options, match);
    };
  }

  private BlobInfo replaceInSecondary(
      BlobKey key, BlobSource source, PutOptions options, PutCondition.IfMatch match) {
    if (secondary.head(key).filter(old -> old.etag().equals(match.etag())).isEmpty()) {
      throw new BlobException.ConditionFailed(key, match);
    }
    try {
      return primary.put(key, source, options.withCondition(PutCondition.IF_ABSENT));
    } catch (BlobException.ConditionFailed e) {
      throw new BlobException.ConditionFailed(key, match);
    }
  }

  @Override
  public Blob get(BlobKey key, ByteRange range) {
    try {
      return primary.get(key, range);
    } catch (BlobException.NotFound e) {
      try {
        return secondary.get(key, range);
      } catch (BlobException.NotFound moved) {
        return primary.get(key, range); // it may have moved between the two looks
      }
    }
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) {
    return primary
        .head(key)
        .or(() -> secondary.head(key))
        .or(() -> primary.head(key)); // it may have moved between the two looks
  }

  @Override
  public BlobPage list(BlobPrefix prefix, PageRequest page) {
    return new MergedListing(primary, secondary, prefix, page.limit())
        .page(MergedToken.read(prefix, page));
  }

  @Override
  public void delete(BlobKey key) {
    secondary.delete(key);
    primary.delete(key);
  }

  @Override
  public DeleteReport deleteAll(Collection<BlobKey> keys) {
    Map<BlobKey, BlobException> failures = new HashMap<>(secondary.deleteAll(keys).failures());
    List<BlobKey> rest = new ArrayList<>(keys);
    rest.removeAll(failures.keySet());
    failures.putAll(primary.deleteAll(rest).failures());
    return new DeleteReport(failures);
  }

  @Override
  public void close() {
    try {
      primary.close();
    } finally {
      secondary.close();
    }
  }
}
