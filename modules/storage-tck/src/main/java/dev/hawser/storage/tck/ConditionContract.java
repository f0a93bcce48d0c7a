package dev.hawser.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.ETag;
import dev.hawser.storage.PutCondition;
import dev.hawser.storage.PutOptions;
import java.io.ByteArrayInputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

abstract class ConditionContract extends ContractCase {
  ConditionContract(BlobStoreContract contract) {
    super(contract);
  }

  @Test
  final void if_absent_stores_a_new_blob() {
    store.put(key("a"), source("new"), when(PutCondition.IF_ABSENT));

    assertHolds(key("a"), "new");
  }

  @Test
  final void if_absent_leaves_an_existing_blob_as_it_is() {
    PutOptions typed = PutOptions.DEFAULT.withMetadata(Map.of("by", "first"));
    BlobInfo first = store.put(key("a"), source("first"), typed);

    assertThatThrownBy(() -> store.put(key("a"), source("second"), when(PutCondition.IF_ABSENT)))
        .isInstanceOf(BlobException.ConditionFailed.class);

    assertHolds(key("a"), "first");
    assertStored(first);
  }

  @Test
  final void if_absent_sees_a_blob_of_no_bytes() {
    put(key("a"), "");

    assertThatThrownBy(() -> store.put(key("a"), source("x"), when(PutCondition.IF_ABSENT)))
        .isInstanceOf(BlobException.ConditionFailed.class);
  }

  @Test
  final void if_absent_holds_again_after_a_delete() {
    put(key("a"), "first");
    store.delete(key("a"));

    store.put(key("a"), source("second"), when(PutCondition.IF_ABSENT));

    assertHolds(key("a"), "second");
  }

  @Test
  final void if_absent_holds_for_a_blob_of_several_parts() {
    byte[] large = bytes(traits().partSize() + 1, 1);
    put(key("a"), "first");

    assertThatThrownBy(
            () ->
                store.put(
                    key("a"),
                    BlobSource.of(new ByteArrayInputStream(large)),
                    when(PutCondition.IF_ABSENT)))
        .isInstanceOf(BlobException.ConditionFailed.class);

    assertHolds(key("a"), "first");
  }

  @Test
  final void if_match_replaces_the_version_it_names() {
    ETag first = put(key("a"), "first").etag();

    BlobInfo second = store.put(key("a"), source("second"), when(PutCondition.ifMatch(first)));

    assertHolds(key("a"), "second");
    assertThat(second.etag()).isNotEqualTo(first);
  }

  @Test
  final void if_match_accepts_the_etag_that_head_tells() {
    put(key("a"), "first");
    ETag etag = store.head(key("a")).orElseThrow().etag();

    store.put(key("a"), source("second"), when(PutCondition.ifMatch(etag)));

    assertHolds(key("a"), "second");
  }

  @Test
  final void if_match_refuses_an_older_version() {
    ETag first = put(key("a"), "first").etag();
    put(key("a"), "second");

    assertThatThrownBy(
            () -> store.put(key("a"), source("third"), when(PutCondition.ifMatch(first))))
        .isInstanceOf(BlobException.ConditionFailed.class);

    assertHolds(key("a"), "second");
  }

  @Test
  final void if_match_refuses_a_missing_blob() {
    ETag gone = put(key("a"), "first").etag();
    store.delete(key("a"));

    assertThatThrownBy(() -> store.put(key("a"), source("x"), when(PutCondition.ifMatch(gone))))
        .isInstanceOf(BlobException.ConditionFailed.class);

    assertThat(store.head(key("a"))).isEmpty();
  }
}
