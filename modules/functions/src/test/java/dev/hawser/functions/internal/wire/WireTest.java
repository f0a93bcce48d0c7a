package dev.hawser.functions.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.functions.FunctionLogLine;
import dev.hawser.functions.FunctionOutcome;
import dev.hawser.functions.StopReason;
import dev.hawser.functions.SyntaxProblem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WireTest {
  private static Frame piped(Frame frame) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    frame.write(out);
    return Frame.read(new DataInputStream(new ByteArrayInputStream(out.toByteArray())), 1 << 20);
  }

  @Test
  void each_reply_arrives_as_it_was_sent() throws IOException {
    List<Reply> replies =
        List.of(
            new Reply.Ready(List.of("a", "ü")),
            new Reply.Line(new FunctionLogLine("warn", "x\ny")),
            new Reply.Ended(
                new FunctionOutcome.Threw(
                    "E", "m", 1, null, List.of("f (function:1:2)"), List.of())),
            new Reply.Ended(new FunctionOutcome.Stopped(StopReason.NEVER_SETTLED, "m", List.of())),
            new Reply.Checked(List.of(new SyntaxProblem(1, 2, "m"))));
    for (Reply reply : replies) {
      assertThat(Reply.of(piped(reply.frame()))).isEqualTo(reply);
    }
  }

  @Test
  void each_request_arrives_as_it_was_sent() throws IOException {
    byte[] input = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    assertThat(Request.of(piped(new Request.Run("code ü", input).frame())))
        .isInstanceOfSatisfying(
            Request.Run.class,
            run -> {
              assertThat(run.code()).isEqualTo("code ü");
              assertThat(run.input()).isEqualTo(input);
            });
    assertThat(Request.of(piped(new Request.Check("c").frame()))).isEqualTo(new Request.Check("c"));
  }

  @Test
  void a_line_of_a_level_that_no_console_has_is_refused() throws IOException {
    Frame forged = piped(new Reply.Line(new FunctionLogLine("fatal", "x")).frame());
    assertThatThrownBy(() -> Reply.of(forged))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Not a level");
  }

  @Test
  void a_frame_longer_than_agreed_is_refused_before_it_is_read() {
    byte[] head = ByteBuffer.allocate(5).putInt(Integer.MAX_VALUE).put((byte) 'v').array();
    assertThatThrownBy(() -> Frame.read(new DataInputStream(new ByteArrayInputStream(head)), 1000))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("at most 1000");
  }

  @Test
  void whatever_a_runner_in_strangers_hands_sends_is_a_reply_or_an_io_error() {
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] body = new byte[random.nextInt(40)];
      random.nextBytes(body);
      if (body.length > 4 && random.nextBoolean()) {
        body[0] = 0;
        body[1] = 0;
        body[2] = 0;
      }
      byte kind = (byte) "rlvtsc?".charAt(random.nextInt(7));
      try {
        assertThat(Reply.of(new Frame(kind, body))).isNotNull();
      } catch (IOException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }
}
