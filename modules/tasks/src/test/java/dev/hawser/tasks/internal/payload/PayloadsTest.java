package dev.hawser.tasks.internal.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.id.Uuid7;
import dev.hawser.core.json.Json;
import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.PutOptions;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.internal.payload.PayloadLostException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PayloadsTest {
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

  private final FaultyBlobStore store = new FaultyBlobStore();
  private final Payloads payloads = new Payloads(store);
  private final ExecutionId execution = new ExecutionId(new Uuid7(() -> NOON).next());

  private static byte[] text(int length) {
    return ("\"" + "a lantern ".repeat(length / 10) + "\"").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return ("\"" + Base64.getEncoder().encodeToString(bytes) + "\"")
        .getBytes(StandardCharsets.UTF_8);
  }

  private BlobKey key(PayloadRef ref) {
    return new BlobKey("payloads/2026-11-25/" + execution.value() + "/" + ref.name());
  }

  private void replace(PayloadRef ref, byte[] bytes, PutOptions options) {
    store.put(key(ref), BlobSource.of(bytes), options);
  }

  private static byte[] whole(InputStream in) throws IOException {
    try (in) {
      return in.readAllBytes();
    }
  }

  @Test
  void a_value_comes_back_as_it_was_from_a_key_under_its_day_and_execution() throws Exception {
    byte[] json = text(100_000);
    PayloadRef ref = payloads.put(execution, json);
    assertThat(ref.size()).isEqualTo(json.length);
    assertThat(store.keys(Payloads.prefix(execution).value())).containsExactly(key(ref));
    assertThat(whole(payloads.open(execution, ref))).isEqualTo(json);
    assertThat(payloads.bytes(execution, ref)).isEqualTo(json);
    assertThat(payloads.read(execution, ref)).isEqualTo(Json.read(json));
    assertThat(payloads.beginning(execution, ref, 10)).isEqualTo(Arrays.copyOf(json, 10));
  }

  @Test
  void text_is_stored_compressed_and_what_does_not_shrink_is_not() throws Exception {
    BlobInfo text = store.head(key(payloads.put(execution, text(100_000)))).orElseThrow();
    assertThat(text.size()).isLessThan(5_000);
    assertThat(text.contentType()).isEqualTo("application/json");
    assertThat(text.metadata()).containsEntry("encoding", "gzip");
    byte[] bytes = new byte[50_000];
    new Random(1).nextBytes(bytes);
    PayloadRef ref = payloads.put(execution, bytes);
    BlobInfo noise = store.head(key(ref)).orElseThrow();
    assertThat(noise.size()).isEqualTo(bytes.length);
    assertThat(noise.metadata()).isEmpty();
    assertThat(payloads.bytes(execution, ref)).isEqualTo(bytes);
  }

  @Test
  void the_same_value_is_one_blob_and_a_late_writer_of_another_one_replaces_nothing()
      throws Exception {
    byte[] committed = text(50_000);
    PayloadRef ref = payloads.put(execution, committed);
    assertThat(payloads.put(execution, committed.clone())).isEqualTo(ref);
    byte[] late = committed.clone();
    late[100]++;
    PayloadRef other = payloads.put(execution, late);
    assertThat(store.keys("payloads/")).containsExactlyInAnyOrder(key(ref), key(other));
    assertThat(payloads.bytes(execution, ref)).isEqualTo(committed);
  }

  @Test
  void a_value_that_is_gone_is_missing() {
    PayloadRef ref = payloads.put(execution, text(50_000));
    store.delete(key(ref));
    lost(ref, Reason.MISSING);
  }

  @Test
  void a_value_with_another_byte_is_damaged_and_its_last_bytes_are_not_delivered()
      throws Exception {
    byte[] json = noise(50_000);
    PayloadRef ref = payloads.put(execution, json);
    json[1_000]++;
    replace(ref, json, PutOptions.DEFAULT);
    lost(ref, Reason.DAMAGED);
    try (InputStream in = payloads.open(execution, ref)) {
      assertThatThrownBy(() -> in.readNBytes(json.length)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void a_value_that_is_shorter_longer_or_no_longer_compressed_right_is_damaged() {
    byte[] json = noise(50_000);
    PayloadRef ref = payloads.put(execution, json);
    replace(ref, Arrays.copyOf(json, json.length - 1), PutOptions.DEFAULT);
    lost(ref, Reason.DAMAGED);
    replace(ref, Arrays.copyOf(json, json.length + 1), PutOptions.DEFAULT);
    lost(ref, Reason.DAMAGED);
    PutOptions gzip = PutOptions.DEFAULT.withMetadata(java.util.Map.of("encoding", "gzip"));
    replace(ref, json, gzip);
    lost(ref, Reason.DAMAGED);
    byte[] compressed = Compression.gzip(text(50_000));
    replace(ref, Arrays.copyOf(compressed, compressed.length / 2), gzip);
    lost(ref, Reason.DAMAGED);
  }

  private void lost(PayloadRef ref, Reason reason) {
    assertThatThrownBy(() -> payloads.read(execution, ref))
        .isInstanceOfSatisfying(
            PayloadLostException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void a_store_that_is_down_or_loses_its_answer_is_trouble_that_may_pass() throws Exception {
    byte[] json = text(50_000);
    PayloadRef ref = payloads.put(execution, json);
    store.down = true;
    assertThatThrownBy(() -> payloads.put(execution, json))
        .isInstanceOf(HawserException.Unavailable.class);
    assertThatThrownBy(() -> payloads.putAll(execution, List.of(json, json)))
        .isInstanceOf(HawserException.Unavailable.class);
    assertThatThrownBy(() -> payloads.read(execution, ref))
        .isInstanceOf(HawserException.Unavailable.class);
    store.down = false;
    store.answersToLose.set(1);
    assertThatThrownBy(() -> payloads.put(execution, json))
        .isInstanceOf(HawserException.Unavailable.class);
    assertThat(payloads.put(execution, json)).isEqualTo(ref);
    assertThat(store.keys("payloads/")).hasSize(1);
  }

  @Test
  void many_values_are_stored_side_by_side_and_named_in_their_order() throws Exception {
    List<byte[]> values = List.of(text(1_000), text(2_000), text(3_000), text(1_000));
    List<PayloadRef> refs = payloads.putAll(execution, values);
    for (int i = 0; i < values.size(); i++) {
      assertThat(payloads.bytes(execution, refs.get(i))).isEqualTo(values.get(i));
    }
    assertThat(refs.getLast()).isEqualTo(refs.getFirst());
  }

  @Test
  void what_is_no_name_makes_no_reference() {
    assertThatThrownBy(() -> new PayloadRef("../../secret", 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PayloadRef("A".repeat(64), 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PayloadRef("a".repeat(64), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
