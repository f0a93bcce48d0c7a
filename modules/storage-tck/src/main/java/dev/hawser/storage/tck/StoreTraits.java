package dev.hawser.storage.tck;

import dev.hawser.storage.BlobStore;
import java.util.HashMap;
import java.util.Map;

/**
 * What the contract must know about a store under test. Nothing here makes the contract weaker; a
 * defect turns its test around, so that the list shrinks when the emulator is mended.
 *
 * @param partSize the size around which single and multi-part uploads change
 * @param deleteBatch how many keys one request of the backend deletes at most
 * @param knownDefects for an emulator only: the name of a test method that is known to fail, and
 *     why, with a link
 */
public record StoreTraits(int partSize, int deleteBatch, Map<String, String> knownDefects) {
  public StoreTraits {
    knownDefects = Map.copyOf(knownDefects);
  }

  /** Parts of the SPI's size, a small batch, and no defects. */
  public static StoreTraits standard() {
    return new StoreTraits(BlobStore.PART_SIZE, 100, Map.of());
  }

  public StoreTraits withDeleteBatch(int size) {
    return new StoreTraits(partSize, size, knownDefects);
  }

  /** Expects a test to fail. */
  public StoreTraits withDefect(String testMethod, String reason) {
    Map<String, String> defects = new HashMap<>(knownDefects);
    defects.put(testMethod, reason);
    return new StoreTraits(partSize, deleteBatch, defects);
  }
}
