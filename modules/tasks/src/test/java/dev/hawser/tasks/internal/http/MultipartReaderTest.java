package dev.hawser.tasks.internal.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.tasks.internal.http.MultipartReader.MalformedException;
import dev.hawser.tasks.internal.http.MultipartReader.Part;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MultipartReaderTest {
  private static final String SIMPLE =
      """
      preamble\r
      --X\r
      Content-Disposition: form-data; name="a"\r
      \r
      one\r
      --X  \r
      CONTENT-disposition:form-data; name="b"; filename="ü.bin"\r
      Content-Type: image/png\r
      \r
      \r
      --\r
      -Xtra\r
      \r
      --X--\r
      epilogue""";

  /** Hands out few bytes at a time, as a slow network does. */
  private static InputStream drip(byte[] bytes, int atOnce) {
    return new FilterInputStream(new ByteArrayInputStream(bytes)) {
      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        return super.read(buffer, offset, Math.min(length, atOnce));
      }
    };
  }

  private static List<String> bodies(byte[] body, String boundary, int atOnce) throws IOException {
    MultipartReader reader = new MultipartReader(drip(body, atOnce), boundary);
    List<String> bodies = new ArrayList<>();
    for (Optional<Part> part = reader.next(); part.isPresent(); part = reader.next()) {
      bodies.add(new String(part.get().body().readAllBytes(), ISO_8859_1));
    }
    return bodies;
  }

  private static void malformed(String body, String message) {
    for (int atOnce : new int[] {1, 7, 100_000}) {
      assertThatThrownBy(() -> bodies(body.getBytes(UTF_8), "X", atOnce))
          .as(body)
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining(message);
    }
  }

  @Test
  void parts_have_headers_and_bodies_however_the_bytes_arrive() throws IOException {
    for (int atOnce : new int[] {1, 2, 3, 5, 1_000}) {
      MultipartReader reader = new MultipartReader(drip(SIMPLE.getBytes(UTF_8), atOnce), "X");
      Part first = reader.next().orElseThrow();
      assertThat(first.headers()).containsOnlyKeys("content-disposition");
      assertThat(new String(first.body().readAllBytes(), UTF_8)).isEqualTo("one");
      Part second = reader.next().orElseThrow();
      assertThat(second.headers())
          .containsEntry("content-type", "image/png")
          .containsEntry("content-disposition", "form-data; name=\"b\"; filename=\"ü.bin\"");
      assertThat(new String(second.body().readAllBytes(), UTF_8)).isEqualTo("\r\n--\r\n-Xtra\r\n");
      assertThat(reader.next()).isEmpty();
      assertThat(reader.next()).isEmpty();
    }
  }

  @Test
  void a_part_that_nobody_read_is_skipped() throws IOException {
    MultipartReader reader = new MultipartReader(drip(SIMPLE.getBytes(UTF_8), 4), "X");
    reader.next();
    assertThat(reader.next().orElseThrow().headers()).containsKey("content-type");
    assertThat(reader.next()).isEmpty();
  }

  @Test
  void random_bytes_come_out_as_they_went_in() throws IOException {
    Random random = new Random(42);
    String boundary = "--b";
    for (int round = 0; round < 200; round++) {
      List<String> parts = new ArrayList<>();
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      for (int i = random.nextInt(4); i >= 0; i--) {
        StringBuilder part = new StringBuilder();
        for (int n = random.nextInt(round < 190 ? 300 : 200_000); n > 0; n--) {
          part.append("\r\n-bB-".charAt(random.nextInt(6))); // looks like a boundary all the time
        }
        String content = part.toString();
        while (content.contains("\r\n----b")) {
          content = content.replace("\r\n----b", "");
        }
        parts.add(content);
        body.write(("\r\n--" + boundary + "\r\nA: b\r\n\r\n" + content).getBytes(ISO_8859_1));
      }
      body.write(("\r\n--" + boundary + "--").getBytes(ISO_8859_1));
      assertThat(bodies(body.toByteArray(), boundary, 1 + random.nextInt(70_000))).isEqualTo(parts);
    }
  }

  @Test
  void bodies_that_end_early_are_told() {
    malformed("", "ends before its last boundary");
    malformed("--X", "ends before its last boundary");
    malformed("--X\r\nA: b\r\n\r\nhalf", "ends before its last boundary");
    malformed("--X\r\nA: b\r\n\r\nhalf\r\n--", "ends before its last boundary");
    malformed("--X\r\nA: b", "ends before its last boundary");
    malformed("--Y\r\nA: b\r\n\r\n\r\n--Y--", "ends before its last boundary");
  }

  @Test
  void bad_headers_of_parts_are_told() {
    malformed("--X\r\nno colon\r\n\r\n\r\n--X--", "is not \"name: value\"");
    malformed("--X\r\n: b\r\n\r\n\r\n--X--", "is not \"name: value\"");
    malformed("--X\r\nA: b\r\n folded\r\n\r\n\r\n--X--", "is not \"name: value\"");
    malformed("--X\r\nA: b\r\na: c\r\n\r\n\r\n--X--", "header a twice");
    malformed("--X\r\nA: b\nB: c\r\n\r\n\r\n--X--", "stray control character");
    malformed("--X\r\nA: b\0c\r\n\r\n\r\n--X--", "stray control character");
    malformed("--X\r\nA: " + "b".repeat(20_000) + "\r\n\r\n\r\n--X--", "longer than 16384 bytes");
    malformed("--Xtra\r\nA: b\r\n\r\n\r\n--X--", "not followed by a line break");
    malformed("--X" + " ".repeat(300) + "\r\nA: b\r\n\r\n\r\n--X--", "too many blanks");
    StringBuilder many = new StringBuilder("--X\r\n");
    for (int i = 0; i < 30; i++) {
      many.append("A").append(i).append(": b\r\n");
    }
    malformed(many + "\r\n\r\n--X--", "more than 20 headers");
    byte[] latin = "--X\r\nA: \u00e9\r\n\r\n\r\n--X--".getBytes(ISO_8859_1);
    assertThatThrownBy(() -> bodies(latin, "X", 100))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("not UTF-8");
  }
}
