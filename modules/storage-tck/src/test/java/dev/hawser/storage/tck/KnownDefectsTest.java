package dev.hawser.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;

import dev.hawser.storage.BlobPrefix;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.MemoryBlobStore;
import dev.hawser.storage.PrefixedBlobStore;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs a theme of the contract against stores with and without a defect, listed and not. */
final class KnownDefectsTest {
  private static final String TEST = "the_longest_key_is_kept";

  @Test
  void a_defect_that_is_not_listed_fails() {
    assertThat(failures(Defective.class)).singleElement().asString().contains("not a blob key");
  }

  @Test
  void a_defect_that_is_listed_is_expected() {
    assertThat(failures(Listed.class)).isEmpty();
  }

  @Test
  void a_defect_that_is_listed_but_mended_fails_and_says_so() {
    assertThat(failures(Mended.class))
        .singleElement()
        .asString()
        .contains("take " + TEST + " off the list", "an issue");
  }

  private static List<String> failures(Class<?> contract) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectNestedClass(List.of(contract), BlobStoreContract.Put.class))
        .execute()
        .testEvents()
        .failed()
        .stream()
        .map(event -> event.getRequiredPayload(TestExecutionResult.class).toString())
        .toList();
  }

  /** Has no room for the longest key. */
  static class Defective extends BlobStoreContract {
    private final MemoryBlobStore memory = new MemoryBlobStore(InstantSource.system());

    @Override
    protected BlobStore openStore() {
      return new PrefixedBlobStore(memory, new BlobPrefix("p".repeat(110) + "/"));
    }

    @Override
    protected StoreTraits traits() {
      return StoreTraits.standard();
    }
  }

  static class Listed extends Defective {
    @Override
    protected StoreTraits traits() {
      return super.traits().withDefect(TEST, "an issue");
    }
  }

  static final class Mended extends Listed {
    private final MemoryBlobStore healthy = new MemoryBlobStore(InstantSource.system());

    @Override
    protected BlobStore openStore() {
      return new PrefixedBlobStore(healthy, new BlobPrefix("p/"));
    }
  }
}
