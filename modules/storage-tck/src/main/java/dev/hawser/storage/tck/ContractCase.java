package dev.hawser.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hawser.storage.Blob;
import dev.hawser.storage.BlobEntry;
import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobPage;
import dev.hawser.storage.BlobPrefix;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.ByteRange;
import dev.hawser.storage.PageRequest;
import dev.hawser.storage.PutCondition;
import dev.hawser.storage.PutOptions;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the themes share: the store, keys below a prefix of the test's own, and bytes. */
abstract class ContractCase {
  private final BlobStoreContract contract;
  private final String prefix = "tck/" + UUID.randomUUID() + "/";
  private final List<BlobStore> opened = new ArrayList<>();
  BlobStore store;

  @SuppressWarnings("NullAway.Init") // opened before each test
  ContractCase(BlobStoreContract contract) {
    this.contract = contract;
  }

  @BeforeEach
  final void open() {
    store = anotherClient();
  }

  @AfterEach
  final void cleanUpAndClose() {
    try (BlobStore cleaner = contract.openStore()) {
      List<BlobKey> left = new ArrayList<>();
      BlobPage page = cleaner.list(new BlobPrefix(prefix), PageRequest.first(1_000));
      page.blobs().forEach(blob -> left.add(blob.key()));
      while (page.next().isPresent()) {
        PageRequest next = PageRequest.after(page.next().get(), 1_000);
        page = cleaner.list(new BlobPrefix(prefix), next);
        page.blobs().forEach(blob -> left.add(blob.key()));
      }
      assertThat(cleaner.deleteAll(left).failures()).isEmpty();
    } finally {
      opened.forEach(BlobStore::close);
    }
  }

  final BlobStore anotherClient() {
    return closedLater(contract.openStore());
  }

  /** Leaves it to the end of the test to close the client. */
  final BlobStore closedLater(BlobStore client) {
    opened.add(client);
    return client;
  }

  final StoreTraits traits() {
    return contract.traits();
  }

  final BlobKey key(String name) {
    return new BlobKey(prefix + name);
  }

  /** All keys of the test that start so. */
  final BlobPrefix prefix(String start) {
    return new BlobPrefix(prefix + start);
  }

  final BlobInfo put(BlobKey key, String text) {
    return store.put(key, source(text), PutOptions.DEFAULT);
  }

  static BlobSource source(String text) {
    return BlobSource.of(text.getBytes(StandardCharsets.UTF_8));
  }

  static PutOptions when(PutCondition condition) {
    return PutOptions.DEFAULT.withCondition(condition);
  }

  final void assertHolds(BlobKey key, String text) {
    assertHolds(key, text.getBytes(StandardCharsets.UTF_8));
  }

  final void assertHolds(BlobKey key, byte[] bytes) {
    assertHolds(store, key, bytes);
  }

  static void assertHolds(BlobStore client, BlobKey key, byte[] bytes) {
    try (Blob blob = client.get(key, ByteRange.ALL)) {
      assertThat(blob.info().size()).isEqualTo(bytes.length);
      assertThat(blob.length()).isEqualTo(bytes.length);
      assertThat(blob.stream()).hasBinaryContent(bytes);
    }
  }

  /** Checks that what a put has told is what is stored now. */
  final void assertStored(BlobInfo told) {
    assertStored(store, told);
  }

  static void assertStored(BlobStore client, BlobInfo told) {
    assertThat(client.head(told.key())).hasValueSatisfying(found -> assertSame(found, told));
  }

  /** All is the same but the date, which may differ by what {@link BlobInfo} allows. */
  static void assertSame(BlobInfo found, BlobInfo told) {
    assertThat(found.lastModified())
        .isCloseTo(
            told.lastModified(), within(BlobInfo.DATE_TOLERANCE.toMillis(), ChronoUnit.MILLIS));
    assertThat(found)
        .isEqualTo(
            new BlobInfo(
                told.key(),
                told.size(),
                told.etag(),
                found.lastModified(),
                told.contentType(),
                told.metadata()));
  }

  /** The names below the test's prefix, page by page. */
  final List<String> names(String start, int pageSize) {
    return names(store, start, pageSize);
  }

  final List<String> names(BlobStore client, String start, int pageSize) {
    List<String> names = new ArrayList<>();
    BlobPage page = client.list(prefix(start), PageRequest.first(pageSize));
    while (true) {
      assertThat(page.blobs()).hasSizeLessThanOrEqualTo(pageSize);
      page.blobs().stream().map(BlobEntry::key).map(this::name).forEach(names::add);
      if (page.next().isEmpty()) {
        return names;
      }
      page = client.list(prefix(start), PageRequest.after(page.next().get(), pageSize));
    }
  }

  final String name(BlobKey key) {
    assertThat(key.value()).startsWith(prefix);
    return key.value().substring(prefix.length());
  }

  /** Bytes that no two seeds have in common, and that do not compress. */
  static byte[] bytes(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
