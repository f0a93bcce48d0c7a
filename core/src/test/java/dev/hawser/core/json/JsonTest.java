package dev.hawser.core.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void what_was_read_is_written_the_same() throws Exception {
    String text =
        "{\"a\":[1,2.5,\"x\",true,null,{}],\"big\":123456789012345678901234567890,\"max\":9223372036854775807}";
    assertThat(new String(Json.write(Json.read(text.getBytes(UTF_8))), UTF_8)).isEqualTo(text);
  }

  @Test
  void malformed_text_says_where() {
    assertThatThrownBy(() -> Json.read("{\"a\":1,\n\"a\":2}".getBytes(UTF_8)))
        .isInstanceOf(Json.MalformedException.class)
        .hasMessageContaining("Duplicate field 'a'")
        .hasMessageContaining("line 2");
    for (String wrong :
        new String[] {"", "{", "{\"a\":1} x", "[1,]", "nul", "{'a':1}", "[".repeat(600)}) {
      assertThatThrownBy(() -> Json.read(wrong.getBytes(UTF_8)))
          .as(wrong)
          .isInstanceOf(Json.MalformedException.class);
    }
    assertThatThrownBy(() -> Json.read(new byte[] {'"', (byte) 0xC3, '"'}))
        .isInstanceOf(Json.MalformedException.class);
  }
}
