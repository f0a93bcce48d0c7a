package dev.hawser.storage.tck;

import dev.hawser.storage.BlobStore;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the contract must know about a store under test. Nothing here makes the contract weaker: a
 * defect, and what a signature does not bind, turn their tests around, so that the lists shrink
 * when the emulator or the cloud is mended.
 *
 * @param partSize the size around which single and multi-part uploads change
 * @param deleteBatch how many keys one request of the backend deletes at most
 * @param bound what the service checks of a signed upload
 * @param knownDefects for an emulator only: the name of a test method that is known to fail, and
 *     why, with a link
 */
public record StoreTraits(
    int partSize, int deleteBatch, Set<Bound> bound, Map<String, String> knownDefects) {
  /** What a signed upload says about its blob. */
  public enum Bound {
    CONTENT_TYPE,
    LENGTH
  }

  public StoreTraits {
    bound = Set.copyOf(bound);
    knownDefects = Map.copyOf(knownDefects);
  }

  /** Parts of the SPI's size, a small batch, signatures that bind everything, and no defects. */
  public static StoreTraits standard() {
    return new StoreTraits(BlobStore.PART_SIZE, 100, EnumSet.allOf(Bound.class), Map.of());
  }

  public StoreTraits withDeleteBatch(int size) {
    return new StoreTraits(partSize, size, bound, knownDefects);
  }

  /** For a cloud whose signatures cannot hold it: a signed upload may differ in this. */
  public StoreTraits withUnbound(Bound free) {
    Set<Bound> left = EnumSet.allOf(Bound.class);
    left.retainAll(bound);
    left.remove(free);
    return new StoreTraits(partSize, deleteBatch, left, knownDefects);
  }

  /** Expects a test to fail. */
  public StoreTraits withDefect(String testMethod, String reason) {
    Map<String, String> defects = new HashMap<>(knownDefects);
    defects.put(testMethod, reason);
    return new StoreTraits(partSize, deleteBatch, bound, defects);
  }
}
