package dev.hawser.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FallbackBlobStoreTest {
  private static final BlobKey KEY = new BlobKey("dir/a");
  private final MemoryBlobStore primary = new MemoryBlobStore(InstantSource.system());
  private final MemoryBlobStore secondary = new MemoryBlobStore(InstantSource.system());
  private final FallbackBlobStore store = new FallbackBlobStore(primary, secondary);

  @Test
  void puts_go_to_the_primary_and_hide_what_the_secondary_has() throws Exception {
    put(secondary, KEY, "old");

    put(store, KEY, "new");

    assertThat(text(primary, KEY)).isEqualTo("new");
    assertThat(text(secondary, KEY)).isEqualTo("old");
    assertThat(text(store, KEY)).isEqualTo("new");
    assertThat(store.head(KEY)).isEqualTo(primary.head(KEY));
  }

  @Test
  void what_only_the_secondary_has_is_found() throws Exception {
    put(secondary, KEY, "old");

    assertThat(text(store, KEY)).isEqualTo("old");
    assertThat(store.head(KEY)).isEqualTo(secondary.head(KEY));
  }

  @Test
  void a_create_fails_when_only_the_secondary_has_the_key() {
    put(secondary, KEY, "old");

    assertThatThrownBy(() -> put(store, KEY, "new", PutCondition.IF_ABSENT))
        .isInstanceOf(BlobException.ConditionFailed.class);

    assertThat(primary.head(KEY)).isEmpty();
  }

  @Test
  void a_version_that_only_the_secondary_has_is_replaced_once() throws Exception {
    PutCondition old = PutCondition.ifMatch(put(secondary, KEY, "old").etag());

    put(store, KEY, "new", old);

    assertThat(text(store, KEY)).isEqualTo("new");
    assertThatThrownBy(() -> put(store, KEY, "newer", old))
        .isInstanceOf(BlobException.ConditionFailed.class);
    assertThat(text(store, KEY)).isEqualTo("new");
  }

  @Test
  void another_version_than_the_secondarys_is_not_replaced() {
    ETag older = put(secondary, KEY, "older").etag();
    put(secondary, KEY, "old");

    assertThatThrownBy(() -> put(store, KEY, "new", PutCondition.ifMatch(older)))
        .isInstanceOf(BlobException.ConditionFailed.class);

    assertThat(primary.head(KEY)).isEmpty();
  }

  @Test
  void a_hidden_version_is_not_replaced() {
    ETag hidden = put(secondary, KEY, "old").etag();
    put(primary, KEY, "new");

    assertThatThrownBy(() -> put(store, KEY, "newer", PutCondition.ifMatch(hidden)))
        .isInstanceOf(BlobException.ConditionFailed.class);
  }

  @Test
  void deletes_reach_both() {
    for (BlobStore each : List.of(primary, secondary)) {
      put(each, KEY, "x");
      put(each, new BlobKey("dir/b"), "x");
      put(each, new BlobKey("dir/c"), "x");
    }

    store.delete(KEY);
    assertThat(store.deleteAll(List.of(new BlobKey("dir/b"), new BlobKey("none"))).isComplete())
        .isTrue();

    assertThat(keys(primary, 10)).containsExactly("dir/c");
    assertThat(keys(secondary, 10)).containsExactly("dir/c");
  }

  @Test
  void a_delete_that_fails_in_the_secondary_brings_no_older_version_to_light() throws Exception {
    put(primary, KEY, "new");
    put(secondary, KEY, "old");
    BlobStore failing =
        new FallbackBlobStore(
            primary,
            new Watched(secondary) {
              @Override
              public DeleteReport deleteAll(Collection<BlobKey> keys) {
                return new DeleteReport(Map.of(KEY, new BlobException.Unavailable("down", null)));
              }
            });

    DeleteReport report = failing.deleteAll(List.of(KEY, new BlobKey("b")));

    assertThat(report.failures()).containsOnlyKeys(KEY);
    assertThat(text(failing, KEY)).isEqualTo("new");
  }

  @Test
  void a_blob_that_moves_between_the_two_looks_is_found() throws Exception {
    put(secondary, KEY, "moving");
    BlobStore moving =
        new FallbackBlobStore(
            primary,
            new Watched(secondary) {
              @Override
              public Optional<BlobInfo> head(BlobKey key) {
                move(key);
                return super.head(key);
              }

              @Override
              public Blob get(BlobKey key, ByteRange range) {
                move(key);
                return super.get(key, range);
              }
            });

    assertThat(moving.head(KEY)).isPresent();
    primary.delete(KEY);
    put(secondary, KEY, "moving");
    assertThat(text(moving, KEY)).isEqualTo("moving");
  }

  private void move(BlobKey key) {
    put(primary, key, "moving");
    secondary.delete(key);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 100})
  void listings_are_merged_in_order_and_without_duplicates(int limit) {
    Random random = new Random(limit);
    Map<String, ETag> expected = new TreeMap<>();
    for (int i = 0; i < 60; i++) {
      BlobKey key = new BlobKey("k" + random.nextInt(100) + (random.nextBoolean() ? "/x" : ""));
      if (random.nextInt(3) > 0 && primary.head(key).isEmpty()) {
        expected.put(key.value(), put(secondary, key, "old").etag());
      }
      if (random.nextInt(3) > 0) {
        expected.put(key.value(), put(primary, key, "new").etag());
      }
    }

    assertThat(entries(store, limit))
        .containsExactlyElementsOf(
            expected.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList());
  }

  @Test
  void a_listing_goes_on_where_it_was_when_blobs_move_meanwhile() {
    for (int i = 10; i < 40; i++) {
      put(secondary, new BlobKey("k" + i), "moving");
    }
    List<String> seen = new ArrayList<>();
    BlobPage page = store.list(BlobPrefix.ALL, PageRequest.first(4));
    Random random = new Random(1);
    while (true) {
      page.blobs().forEach(entry -> seen.add(entry.key().value()));
      for (int i = 0; i < 5; i++) {
        BlobKey key = new BlobKey("k" + (10 + random.nextInt(30)));
        if (secondary.head(key).isPresent()) {
          move(key);
        }
      }
      if (page.next().isEmpty()) {
        break;
      }
      page = store.list(BlobPrefix.ALL, PageRequest.after(page.next().get(), 4));
    }

    assertThat(seen).hasSize(30).doesNotHaveDuplicates().isSorted();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "~", "x~e~a", "t%~e~a", "e~s~other", "a~b~c~d"})
  void a_token_that_is_none_is_rejected(String token) {
    PageRequest request = PageRequest.after(new PageToken(token), 10);

    assertThatThrownBy(() -> store.list(new BlobPrefix("dir/"), request))
        .isInstanceOf(BlobException.Rejected.class);
  }

  private static BlobInfo put(BlobStore to, BlobKey key, String text) {
    return put(to, key, text, PutCondition.ALWAYS);
  }

  private static BlobInfo put(BlobStore to, BlobKey key, String text, PutCondition condition) {
    return to.put(
        key,
        BlobSource.of(text.getBytes(StandardCharsets.UTF_8)),
        PutOptions.DEFAULT.withCondition(condition));
  }

  private static String text(BlobStore from, BlobKey key) throws Exception {
    try (Blob blob = from.get(key, ByteRange.ALL)) {
      return new String(blob.stream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> keys(BlobStore of, int limit) {
    return entries(of, limit).stream()
        .map(entry -> entry.substring(0, entry.indexOf(' ')))
        .collect(Collectors.toList());
  }

  private static List<String> entries(BlobStore of, int limit) {
    List<String> all = new ArrayList<>();
    BlobPage page = of.list(BlobPrefix.ALL, PageRequest.first(limit));
    while (true) {
      assertThat(page.blobs()).hasSizeLessThanOrEqualTo(limit);
      page.blobs().forEach(entry -> all.add(entry.key() + " " + entry.etag()));
      if (page.next().isEmpty()) {
        return all;
      }
      page = of.list(BlobPrefix.ALL, PageRequest.after(page.next().get(), limit));
    }
  }
}
