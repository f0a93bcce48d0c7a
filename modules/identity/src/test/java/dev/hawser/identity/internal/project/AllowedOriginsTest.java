package dev.hawser.identity.internal.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is an origin, and which are allowed. */
class AllowedOriginsTest {
  private final List<String> problems = new ArrayList<>();

  private AllowedOrigins read(String... given) {
    return AllowedOrigins.read(List.of(given), problems::add);
  }

  @ParameterizedTest
  @CsvSource({
    "https://app.example.com, https://app.example.com",
    "HTTPS://App.Example.COM, https://app.example.com",
    "https://app.example.com:443, https://app.example.com",
    "https://app.example.com:0443, https://app.example.com",
    "http://app.example.com:80, http://app.example.com",
    "http://app.example.com:443, http://app.example.com:443",
    "https://app.example.com:80, https://app.example.com:80",
    "http://localhost:3000, http://localhost:3000",
    "http://127.0.0.1:8080, http://127.0.0.1:8080",
    "http://[::1]:3000, http://[::1]:3000",
    "https://example.com., https://example.com.",
    "https://BÜCHER.example, https://xn--bcher-kva.example",
    "https://bu\u0308cher.example, https://xn--bcher-kva.example",
    "https://XN--bcher-kva.example, https://xn--bcher-kva.example",
    "https://例え。テスト, https://xn--r8jz45g.xn--zckzah",
    "https://ａｐｐ．example.com, https://app.example.com",
    "https://*.example.com, https://*.example.com",
    "https://*.Example.com:443, https://*.example.com",
    "http://*.localhost:3000, http://*.localhost:3000",
    "https://*.bücher.example:8443, https://*.xn--bcher-kva.example:8443",
  })
  void an_origin_is_kept_as_browsers_send_it(String given, String kept) {
    assertThat(read(given).list()).as(String.valueOf(problems)).containsExactly(kept);
    assertThat(problems).isEmpty();
    assertThat(read(kept).list()).containsExactly(kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "*",
        "null",
        "app.example.com",
        "//app.example.com",
        "https:app.example.com",
        "https:/app.example.com",
        "https://",
        "https://:443",
        "ftp://app.example.com",
        "file:///etc/passwd",
        "javascript://app.example.com",
        "https://app.example.com/",
        "https://app.example.com/path",
        "https://app.example.com?x",
        "https://app.example.com#x",
        "https://app.example.com\\x",
        "https://user@app.example.com",
        "https://user:secret@app.example.com",
        "https://app.example.com:",
        "https://app.example.com:0",
        "https://app.example.com:65536",
        "https://app.example.com:+80",
        "https://app.example.com:٤٤٣",
        "https://app.example.com:80:80",
        " https://app.example.com",
        "https://app.example.com\n",
        "https://app.example.com,https://b.example",
        "https://app example.com",
        "https://app.exa%6Dple.com",
        "https://-app.example.com",
        "https://app..example.com",
        "https://.example.com",
        "https://my_app.example.com",
        "https://app／x.example.com",
        "https://app＠x.example.com",
        "https://＊.example.com",
        "https://straße.example",
        "https://βόλος.example",
        "https://a\u200db.example",
        "https://a\0b.example",
        "https://1.2.3",
        "https://256.1.1.1",
        "https://0177.0.0.1",
        "https://[::2]",
        "https://[::1",
        "https://*",
        "https://*.",
        "https://*.com",
        "https://*.com.",
        "https://*example.com",
        "https://*.*.example.com",
        "https://app.*.example.com",
        "https://app*.example.com",
        "https://*.127.0.0.1",
        "https://*.[::1]",
        "*.example.com",
        "*://app.example.com",
      })
  void what_is_no_origin_is_named(String given) {
    assertThat(read(given).list()).isEmpty();
    assertThat(problems).singleElement().asString().startsWith(given);
  }

  @Test
  void a_text_that_is_too_long_is_named_by_its_beginning() {
    assertThat(read("https://" + "a.".repeat(200) + "example").list()).isEmpty();
    assertThat(read("https://" + "a".repeat(64) + ".example").list()).isEmpty();
    assertThat(problems).hasSize(2).allMatch(problem -> problem.length() < 300);
  }

  @Test
  void whatever_is_read_is_read_as_the_same_again() {
    Random random = new Random(3);
    String letters = "aZ09-.:*/@[]%_\\ äßς。．İıſ\u00ad\u0300\u0130\uD835\uDD38\uD800\u202e\uFFFD\0";
    int read = 0;
    for (int i = 0; i < 200_000; i++) {
      StringBuilder host = new StringBuilder("https://");
      for (int n = random.nextInt(8); n >= 0; n--) {
        host.append(
            random.nextInt(3) == 0
                ? letters.charAt(random.nextInt(letters.length()))
                : (char) ('a' + random.nextInt(26)));
      }
      List<String> once = read(host.toString()).list();
      for (String origin : once) {
        assertThat(origin).matches("https://(\\*\\.)?[a-z0-9.-]+(:[0-9]{1,5})?");
        assertThat(read(origin).list()).containsExactly(origin);
        read++;
      }
    }
    assertThat(read).isGreaterThan(1_000);
  }

  @Test
  void an_origin_that_is_written_twice_is_kept_once_and_the_order_stays() {
    assertThat(read("https://b.example", "https://a.example", "HTTPS://B.example:443").list())
        .containsExactly("https://b.example", "https://a.example");
    assertThat(read("https://b.example", "https://a.example"))
        .isEqualTo(read("https://a.example:443", "https://b.example"))
        .isNotEqualTo(read("https://a.example"));
  }

  @Test
  void only_what_is_in_the_list_is_allowed() {
    AllowedOrigins origins = read("https://app.example.com", "http://localhost:3000");
    assertThat(List.of("https://app.example.com", "http://localhost:3000"))
        .allMatch(origins::contain);
    assertThat(
            List.of(
                "http://app.example.com",
                "https://app.example.com:8443",
                "https://app.example.com.evil.example",
                "https://evil-app.example.com",
                "https://example.com",
                "https://APP.example.com",
                "https://app.example.com/",
                "http://localhost",
                "http://localhost:3001",
                "null",
                "*",
                ""))
        .noneMatch(origins::contain);
  }

  @Test
  void a_star_stands_for_one_label() {
    AllowedOrigins origins = read("https://*.example.com", "http://*.localhost:3000");
    assertThat(
            List.of(
                "https://a.example.com",
                "https://xn--bcher-kva.example.com",
                "https://my_app.example.com",
                "http://shop.localhost:3000"))
        .allMatch(origins::contain);
    assertThat(
            List.of(
                "https://example.com",
                "https://.example.com",
                "https://*.example.com",
                "https://a.b.example.com",
                "https://a.example.com:8443",
                "http://a.example.com",
                "https://evilexample.com",
                "https://evil.example/.example.com",
                "https://evil/.example.com",
                "https://evil:80@x.example.com",
                "https://x@y.example.com",
                "https://A.example.com",
                "https://ä.example.com",
                "http://shop.localhost",
                "x.example.com",
                "://.example.com",
                "null"))
        .noneMatch(origins::contain);
  }

  @Test
  void without_a_list_every_origin_is_allowed() {
    assertThat(AllowedOrigins.ANY.areAny()).isTrue();
    assertThat(List.of("https://app.example.com", "null", ""))
        .allMatch(AllowedOrigins.ANY::contain);
  }
}
