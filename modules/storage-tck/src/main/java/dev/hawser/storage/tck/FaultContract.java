package dev.hawser.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.ByteRange;
import dev.hawser.storage.PutCondition;
import dev.hawser.storage.PutOptions;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** Connections that break and a service that refuses. */
abstract class FaultContract extends ProxiedCase {
  /** How many refusals in a row a store survives. */
  private static final int BURST = 3;

  private static final int SIZE = 300_000;

  FaultContract(RemoteBlobStoreContract contract) {
    super(contract);
  }

  @Test
  final void a_service_that_is_not_there_is_unavailable() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    URI nobody = URI.create("http://127.0.0.1:" + port + endpoint().getRawPath());

    assertEveryCallFails(client(nobody), BlobException.Unavailable.class);
  }

  @Test
  final void half_an_answer_is_never_taken_for_a_whole_blob() {
    byte[] bytes = storeSome(key("a"));
    Trouble cut = proxy.arm(Trouble.once(Fault.CUT_ANSWER, Requests.READS));

    readsWholeOrFails(key("a"), ByteRange.ALL, bytes);

    assertStruck(cut);
    assertThat(readsWholeOrFails(key("a"), ByteRange.ALL, bytes)).as("the next time").isTrue();
  }

  @Test
  final void half_answers_without_end_are_never_taken_for_a_range() {
    byte[] bytes = storeSome(key("a"));
    Trouble cut = proxy.arm(Trouble.always(Fault.CUT_ANSWER, Requests.READS));

    readsWholeOrFails(
        key("a"), ByteRange.of(1_000, 200_000), Arrays.copyOfRange(bytes, 1_000, 201_000));

    assertStruck(cut);
  }

  @Test
  final void a_slow_answer_is_read_to_its_end() {
    byte[] bytes = storeSome(key("a"));
    Trouble slow = proxy.arm(Trouble.once(Fault.SLOW_ANSWER, Requests.READS));

    assertThat(readsWholeOrFails(key("a"), ByteRange.ALL, bytes)).isTrue();

    assertStruck(slow);
  }

  @Test
  final void a_burst_of_refusals_is_survived() {
    assertEveryCallSurvives(Fault.REFUSE);
  }

  @Test
  final void a_burst_of_refusals_that_ask_to_try_again_is_survived() {
    assertEveryCallSurvives(Fault.REFUSE_AND_INVITE);
  }

  private void assertEveryCallSurvives(Fault refusal) {
    proxy.arm(Trouble.times(BURST, refusal, Requests.ALL));
    BlobInfo info = shaky.put(key("a"), source("one"), when(PutCondition.IF_ABSENT));
    proxy.arm(Trouble.times(BURST, refusal, Requests.ALL));
    assertStored(shaky, info);
    proxy.arm(Trouble.times(BURST, refusal, Requests.ALL));
    shaky.put(key("a"), source("two"), PutOptions.DEFAULT);
    proxy.arm(Trouble.times(BURST, refusal, Requests.ALL));
    assertHolds(shaky, key("a"), "two".getBytes(StandardCharsets.UTF_8));
    proxy.arm(Trouble.times(BURST, refusal, Requests.ALL));
    assertThat(names(shaky, "", 10)).containsExactly("a");
    proxy.arm(Trouble.times(BURST, refusal, Requests.ALL));
    assertThat(shaky.deleteAll(List.of(key("b"), key("c"))).isComplete()).isTrue();
    Trouble last = proxy.arm(Trouble.times(BURST, refusal, Requests.ALL));
    shaky.delete(key("a"));

    assertThat(last.struck()).isEqualTo(BURST);
    assertThat(store.head(key("a"))).isEmpty();
  }

  @Test
  final void bursts_of_refusals_within_a_large_put_are_survived() {
    int writes = writesOfLargePut(PutOptions.DEFAULT);
    for (int passed = 0; passed < writes; passed++) {
      BlobKey key = key("burst" + passed);
      Trouble burst = proxy.arm(Trouble.timesAfter(passed, BURST, Fault.REFUSE, Requests.WRITES));

      shaky.put(key, large(), PutOptions.DEFAULT);

      assertThat(burst.struck()).isEqualTo(BURST);
      assertHolds(key, largeBytes());
    }
  }

  @Test
  final void a_service_that_keeps_refusing_is_unavailable_and_unchanged() throws Exception {
    Trouble refusing = proxy.arm(Trouble.always(Fault.REFUSE, Requests.ALL));

    assertEveryCallFails(shaky, BlobException.Unavailable.class);

    assertStruck(refusing);
    assertThat(names("", 10)).isEmpty();
  }

  @Test
  final void a_connection_that_is_reset_is_made_again() {
    BlobInfo info = put(key("b"), "b");

    proxy.arm(Trouble.once(Fault.RESET_BEFORE, Requests.ALL));
    shaky.put(key("a"), source("a"), when(PutCondition.IF_ABSENT));
    proxy.arm(Trouble.once(Fault.RESET_BEFORE, Requests.ALL));
    assertStored(shaky, info);
    proxy.arm(Trouble.once(Fault.RESET_BEFORE, Requests.ALL));
    assertThat(names(shaky, "", 10)).containsExactly("a", "b");
    Trouble reset = proxy.arm(Trouble.once(Fault.RESET_BEFORE, Requests.ALL));
    shaky.delete(key("b"));

    assertStruck(reset);
    assertThat(names("", 10)).containsExactly("a");
  }

  @Test
  final void a_request_that_is_cut_is_sent_again() {
    byte[] bytes = bytes(SIZE, 3);
    Trouble cut = proxy.arm(Trouble.once(Fault.CUT_REQUEST, Requests.WRITES));

    shaky.put(key("a"), BlobSource.of(bytes), when(PutCondition.IF_ABSENT));

    assertStruck(cut);
    assertHolds(key("a"), bytes);
  }

  @Test
  final void requests_that_are_always_cut_store_nothing() {
    Trouble cut = proxy.arm(Trouble.always(Fault.CUT_REQUEST, Requests.WRITES));

    Throwable failure =
        Assertions.catchThrowable(
            () -> shaky.put(key("a"), BlobSource.of(bytes(SIZE, 3)), PutOptions.DEFAULT));

    assertFailedByTheNetwork(failure);
    assertStruck(cut);
    assertThat(names("", 10)).isEmpty();
  }

  @Test
  final void a_large_put_survives_a_reset_at_each_of_its_requests() {
    int writes = writesOfLargePut(PutOptions.DEFAULT);
    for (int passed = 0; passed < writes; passed++) {
      BlobKey key = key("reset" + passed);
      Trouble reset = proxy.arm(Trouble.onceAfter(passed, Fault.RESET_BEFORE, Requests.WRITES));

      shaky.put(key, large(), PutOptions.DEFAULT);

      assertStruck(reset);
      assertHolds(key, largeBytes());
    }
  }

  @Test
  final void a_large_put_whose_connection_is_lost_for_good_leaves_nothing_visible() {
    int writes = writesOfLargePut(PutOptions.DEFAULT);
    put(key("old"), "old");
    Trouble reset = proxy.arm(Trouble.alwaysAfter(writes - 1, Fault.RESET_BEFORE, Requests.WRITES));

    assertFailedByTheNetwork(
        Assertions.catchThrowable(() -> shaky.put(key("new"), large(), PutOptions.DEFAULT)));
    assertFailedByTheNetwork(
        Assertions.catchThrowable(() -> shaky.put(key("old"), large(), PutOptions.DEFAULT)));

    assertStruck(reset);
    assertThat(names("", 10)).containsExactly("old", "undisturbed");
    assertHolds(key("old"), "old");
  }

  @Test
  final void a_large_put_that_is_refused_at_its_end_is_unavailable_and_leaves_nothing_visible() {
    int writes = writesOfLargePut(PutOptions.DEFAULT);
    Trouble refused = proxy.arm(Trouble.alwaysAfter(writes - 1, Fault.REFUSE, Requests.WRITES));

    assertThatThrownBy(() -> shaky.put(key("a"), large(), when(PutCondition.IF_ABSENT)))
        .isInstanceOf(BlobException.Unavailable.class);

    assertStruck(refused);
    assertThat(store.head(key("a"))).isEmpty();
    assertThat(names("", 10)).containsExactly("undisturbed");
  }

  private byte[] storeSome(BlobKey key) {
    byte[] bytes = bytes(SIZE, 2);
    store.put(key, BlobSource.of(bytes), PutOptions.DEFAULT);
    return bytes;
  }

  /** A client cannot know whether a request whose connection broke has arrived. */
  private static void assertFailedByTheNetwork(Throwable failure) {
    assertThat(failure)
        .isInstanceOfAny(BlobException.Unavailable.class, BlobException.OutcomeUnknown.class);
  }
}
