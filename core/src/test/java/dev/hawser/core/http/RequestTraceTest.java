package dev.hawser.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class RequestTraceTest {
  private static final String VALID = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  @Test
  void a_valid_traceparent_is_continued() {
    RequestTrace trace = RequestTrace.read(VALID, null);
    assertThat(trace.traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(trace.sampled()).isTrue();
    assertThat(trace.spanId()).hasSize(16).isNotEqualTo("b7ad6b7169203331");
    assertThat(RequestTrace.read(trace.traceparent(), null).traceId()).isEqualTo(trace.traceId());
    assertThat(RequestTrace.read("01" + VALID.substring(2) + "-more", null).traceId())
        .isEqualTo(trace.traceId());
  }

  @Test
  void anything_else_starts_a_new_trace() {
    for (String wrong :
        new String[] {
          "",
          "00",
          VALID + "-more",
          VALID.toUpperCase(java.util.Locale.ROOT),
          "ff" + VALID.substring(2),
          "01" + VALID.substring(2) + "more",
          VALID.replace('-', '_'),
          "00-00000000000000000000000000000000-b7ad6b7169203331-01",
          "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01"
        }) {
      assertThat(RequestTrace.read(wrong, null).traceId())
          .as(wrong)
          .matches("[0-9a-f]{32}")
          .isNotEqualTo("0af7651916cd43dd8448eb211c80319c");
    }
  }

  @Test
  void calls_within_one_id_share_the_trace_and_each_is_a_part_of_its_own() {
    UUID id = UUID.fromString("019ac0de-0000-7000-8000-00000000000a");
    RequestTrace first = RequestTrace.within(id);
    RequestTrace second = RequestTrace.within(id);
    assertThat(first.traceparent())
        .isEqualTo("00-019ac0de00007000800000000000000a-" + first.spanId() + "-01");
    assertThat(RequestTrace.read(first.traceparent(), null).traceId()).isEqualTo(first.traceId());
    assertThat(second.traceId()).isEqualTo(first.traceId());
    assertThat(second.spanId()).isNotEqualTo(first.spanId());
  }

  @Test
  void a_request_id_that_could_do_harm_is_replaced() {
    assertThat(RequestTrace.read(null, "a-1.b:c").requestId()).isEqualTo("a-1.b:c");
    for (String wrong : new String[] {"", "a b", "a\nb", "<x>", "é", "x".repeat(129)}) {
      RequestTrace trace = RequestTrace.read(null, wrong);
      assertThat(trace.requestId()).as(wrong).isEqualTo(trace.spanId());
    }
  }
}
