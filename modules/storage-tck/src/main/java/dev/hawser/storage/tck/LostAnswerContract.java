package dev.hawser.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.ETag;
import dev.hawser.storage.PutCondition;
import dev.hawser.storage.PutOptions;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** The service did what it was asked, and the answer did not arrive. */
abstract class LostAnswerContract extends ProxiedCase {
  private static final Map<String, String> METADATA = Map.of("by", "us");

  LostAnswerContract(RemoteBlobStoreContract contract) {
    super(contract);
  }

  @Test
  final void a_create_succeeds_and_tells_what_is_stored() {
    Trouble lost = proxy.arm(Trouble.once(Fault.DROP_ANSWER, Requests.WRITES));

    BlobInfo info =
        shaky.put(key("a"), source("x"), when(PutCondition.IF_ABSENT).withMetadata(METADATA));

    assertStruck(lost);
    assertThat(info.metadata()).isEqualTo(METADATA);
    assertStored(info);
    assertHolds(key("a"), "x");
  }

  @Test
  final void a_create_succeeds_when_only_reading_back_can_tell() {
    Trouble lost = proxy.arm(Trouble.always(Fault.DROP_ANSWER, Requests.WRITES));

    BlobInfo info = shaky.put(key("a"), source("x"), when(PutCondition.IF_ABSENT));

    assertStruck(lost);
    assertStored(info);
    assertHolds(key("a"), "x");
  }

  @Test
  final void a_create_has_an_unknown_outcome_when_nothing_can_tell() {
    Trouble lost = proxy.arm(Trouble.always(Fault.DROP_ANSWER, Requests.ALL));

    assertThatThrownBy(() -> shaky.put(key("a"), source("x"), when(PutCondition.IF_ABSENT)))
        .isInstanceOf(BlobException.OutcomeUnknown.class);

    assertStruck(lost);
    assertHolds(key("a"), "x");
  }

  @Test
  final void a_create_of_what_another_has_created_fails() {
    BlobInfo theirs = store.put(key("a"), source("theirs"), when(PutCondition.IF_ABSENT));
    Trouble lost = proxy.arm(Trouble.once(Fault.DROP_ANSWER, Requests.WRITES));

    assertThatThrownBy(() -> shaky.put(key("a"), source("ours"), when(PutCondition.IF_ABSENT)))
        .isInstanceOf(BlobException.ConditionFailed.class);

    assertStruck(lost);
    assertStored(theirs);
  }

  @Test
  final void a_create_with_the_bytes_of_another_fails_too() {
    store.put(key("a"), source("same"), when(PutCondition.IF_ABSENT));
    proxy.arm(Trouble.once(Fault.DROP_ANSWER, Requests.WRITES));

    assertThatThrownBy(() -> shaky.put(key("a"), source("same"), when(PutCondition.IF_ABSENT)))
        .isInstanceOf(BlobException.ConditionFailed.class);
  }

  @Test
  final void a_create_that_may_still_be_running_never_fails_by_its_own_condition() {
    Trouble lost = proxy.arm(Trouble.once(Fault.RESET_AFTER, Requests.WRITES));

    Throwable failure =
        Assertions.catchThrowable(
            () -> shaky.put(key("a"), source("x"), when(PutCondition.IF_ABSENT)));

    assertStruck(lost);
    if (failure != null) {
      assertThat(failure).isInstanceOf(BlobException.OutcomeUnknown.class);
    } else {
      assertHolds(key("a"), "x");
    }
  }

  @Test
  final void a_replacement_succeeds_and_tells_what_is_stored() {
    ETag old = put(key("a"), "old").etag();
    Trouble lost = proxy.arm(Trouble.once(Fault.DROP_ANSWER, Requests.WRITES));

    BlobInfo info = shaky.put(key("a"), source("new"), when(PutCondition.ifMatch(old)));

    assertStruck(lost);
    assertStored(info);
    assertHolds(key("a"), "new");
  }

  @Test
  final void a_replacement_of_an_older_version_fails() {
    ETag old = put(key("a"), "old").etag();
    put(key("a"), "theirs");
    Trouble lost = proxy.arm(Trouble.once(Fault.DROP_ANSWER, Requests.WRITES));

    assertThatThrownBy(() -> shaky.put(key("a"), source("ours"), when(PutCondition.ifMatch(old))))
        .isInstanceOf(BlobException.ConditionFailed.class);

    assertStruck(lost);
    assertHolds(key("a"), "theirs");
  }

  @Test
  final void a_put_succeeds_and_tells_what_is_stored() {
    put(key("a"), "old");
    Trouble lost = proxy.arm(Trouble.once(Fault.DROP_ANSWER, Requests.WRITES));

    BlobInfo info = shaky.put(key("a"), source("new"), PutOptions.DEFAULT.withMetadata(METADATA));

    assertStruck(lost);
    assertStored(info);
    assertHolds(key("a"), "new");
  }

  @Test
  final void a_put_has_an_unknown_outcome_when_nothing_can_tell() {
    Trouble lost = proxy.arm(Trouble.always(Fault.DROP_ANSWER, Requests.ALL));

    assertThatThrownBy(() -> shaky.put(key("a"), source("x"), PutOptions.DEFAULT))
        .isInstanceOf(BlobException.OutcomeUnknown.class);

    assertStruck(lost);
    assertHolds(key("a"), "x");
  }

  @Test
  final void every_answer_to_a_large_create_may_be_lost() {
    PutOptions create = when(PutCondition.IF_ABSENT);
    int writes = writesOfLargePut(create);

    for (int passed = 0; passed < writes; passed++) {
      BlobKey key = key("lost" + passed);
      Trouble lost = proxy.arm(Trouble.onceAfter(passed, Fault.DROP_ANSWER, Requests.WRITES));

      BlobInfo info = shaky.put(key, large(), create);

      assertStruck(lost);
      assertStored(info);
      assertHolds(key, largeBytes());
    }
  }

  @Test
  final void the_last_answer_to_a_large_replacement_may_be_lost() {
    ETag first = put(key("undisturbed"), "old").etag();
    ETag old = put(key("a"), "old").etag();
    int writes = writesOfLargePut(when(PutCondition.ifMatch(first)));
    Trouble lost = proxy.arm(Trouble.onceAfter(writes - 1, Fault.DROP_ANSWER, Requests.WRITES));

    BlobInfo info = shaky.put(key("a"), large(), when(PutCondition.ifMatch(old)));

    assertStruck(lost);
    assertStored(info);
    assertHolds(key("a"), largeBytes());
  }

  @Test
  final void a_large_create_of_what_another_has_created_fails() {
    int writes = writesOfLargePut(when(PutCondition.IF_ABSENT));
    BlobInfo theirs = put(key("a"), "theirs");
    proxy.arm(Trouble.onceAfter(writes - 1, Fault.DROP_ANSWER, Requests.WRITES));

    assertThatThrownBy(() -> shaky.put(key("a"), large(), when(PutCondition.IF_ABSENT)))
        .isInstanceOf(BlobException.ConditionFailed.class);

    assertStored(theirs);
  }

  @Test
  final void a_delete_is_done() {
    put(key("a"), "x");
    Trouble lost = proxy.arm(Trouble.once(Fault.DROP_ANSWER, Requests.WRITES));

    shaky.delete(key("a"));

    assertStruck(lost);
    assertThat(store.head(key("a"))).isEmpty();
  }

  @Test
  final void a_delete_of_many_is_done() {
    List<BlobKey> keys = List.of(key("a"), key("b"), key("c"));
    keys.forEach(key -> put(key, "x"));
    Trouble lost = proxy.arm(Trouble.once(Fault.DROP_ANSWER, Requests.WRITES));

    assertThat(shaky.deleteAll(keys).isComplete()).isTrue();

    assertStruck(lost);
    assertThat(names("", 10)).isEmpty();
  }

  @Test
  final void reading_goes_on() {
    BlobInfo info = store.put(key("a"), BlobSource.of(bytes(200_000, 1)), PutOptions.DEFAULT);

    proxy.arm(Trouble.once(Fault.DROP_ANSWER, Requests.READS));
    assertStored(shaky, info);
    proxy.arm(Trouble.once(Fault.DROP_ANSWER, Requests.READS));
    assertThat(names(shaky, "", 10)).containsExactly("a");
    Trouble lost = proxy.arm(Trouble.once(Fault.DROP_ANSWER, Requests.READS));
    assertHolds(shaky, key("a"), bytes(200_000, 1));
    assertStruck(lost);
  }
}
