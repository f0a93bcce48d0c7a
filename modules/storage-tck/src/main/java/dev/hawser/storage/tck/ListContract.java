package dev.hawser.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.BlobPage;
import dev.hawser.storage.PageRequest;
import dev.hawser.storage.PageToken;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

abstract class ListContract extends ContractCase {
  /** In order: where a slash stands among the other characters is where stores go wrong. */
  private static final List<String> NAMES =
      List.of(
          "A", "A/b", "B", "a", "a-b", "a.b", "a/B", "a/b", "a/b-c", "a/b/c", "a/c", "a0", "a=b",
          "aB", "a_b", "ab", "ab/c", "b");

  ListContract(BlobStoreContract contract) {
    super(contract);
  }

  @Test
  final void nothing_is_listed_where_nothing_is() {
    BlobPage page = store.list(prefix("none/"), PageRequest.first(10));

    assertThat(page.blobs()).isEmpty();
    assertThat(page.next()).isEmpty();
  }

  @Test
  final void blobs_are_listed_in_the_order_of_their_keys() {
    putAll();

    assertThat(names("", 1_000)).isEqualTo(NAMES);
  }

  @Test
  final void pages_of_every_size_join_without_gap_or_repetition() {
    putAll();

    for (int size = 1; size <= NAMES.size() + 1; size++) {
      assertThat(names("", size)).isEqualTo(NAMES);
    }
  }

  @Test
  final void many_blobs_in_one_place_are_paged_in_order() {
    List<String> names = IntStream.range(0, 60).mapToObj(i -> "%03d".formatted(i)).toList();
    List<String> shuffled = new ArrayList<>(names);
    Collections.shuffle(shuffled, new Random(7));
    shuffled.forEach(name -> put(key(name), name));

    assertThat(names("", 7)).isEqualTo(names);
  }

  @Test
  final void a_prefix_that_ends_with_a_slash_finds_what_is_below() {
    putAll();

    assertThat(names("a/", 2)).containsExactly("a/B", "a/b", "a/b-c", "a/b/c", "a/c");
  }

  @Test
  final void a_prefix_may_end_within_a_segment() {
    putAll();

    assertThat(names("a/b", 2)).containsExactly("a/b", "a/b-c", "a/b/c");
  }

  @Test
  final void a_prefix_does_not_find_other_capitals() {
    putAll();

    assertThat(names("A", 10)).containsExactly("A", "A/b");
  }

  @Test
  final void a_listed_blob_is_what_head_tells() {
    put(key("a"), "hello");

    BlobInfo info = store.head(key("a")).orElseThrow();

    assertThat(store.list(prefix(""), PageRequest.first(1)).blobs()).containsExactly(info.entry());
  }

  @Test
  final void a_token_goes_on_behind_its_place_when_blobs_come_and_go() {
    List.of("a", "b", "c", "d").forEach(name -> put(key(name), name));
    BlobPage first = store.list(prefix(""), PageRequest.first(2));

    store.delete(key("b"));
    store.delete(key("c"));
    put(key("a1"), "late, before the place");
    put(key("e"), "late, behind the place");

    PageRequest second = PageRequest.after(first.next().orElseThrow(), 10);
    assertThat(anotherClient().list(prefix(""), second).blobs())
        .extracting(blob -> name(blob.key()))
        .containsExactly("d", "e");
  }

  @Test
  final void a_foreign_token_is_rejected() {
    put(key("a"), "a");
    PageRequest request = PageRequest.after(new PageToken("no token of this store"), 10);

    assertThatThrownBy(() -> store.list(prefix(""), request))
        .isInstanceOf(BlobException.Rejected.class);
  }

  private void putAll() {
    List<String> shuffled = new ArrayList<>(NAMES);
    Collections.shuffle(shuffled, new Random(7));
    shuffled.forEach(name -> put(key(name), name));
  }
}
