package dev.hawser.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.json.Json;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
  private static final String VALUE = "p4ss \"wörd\"/\\ + 😀\n~!";

  @Test
  void every_occurrence_is_replaced_and_the_rest_stays() {
    Redactor redactor = redactor("hunter22", "s3cr3t-token");
    assertThat(redactor.redact("a hunter22 b s3cr3t-token hunter22hunter22 hunter2"))
        .isEqualTo("a *** b *** ****** hunter2");
  }

  @Test
  void a_text_without_a_hit_is_the_same_object() {
    Redactor redactor = redactor("hunter22");
    String text = "hunter2 and hunt".repeat(100);
    Object tree = Map.of("a", List.of("hunter2", 1L, true), "b", Map.of("c", "hunter"));
    assertThat(redactor.redact(text)).isSameAs(text);
    assertThat(redactor.redactJson(tree)).isSameAs(tree);
  }

  @Test
  void nothing_happens_without_secrets_or_with_too_short_ones() {
    assertThat(Redactor.of(List.of())).isSameAs(Redactor.NONE);
    assertThat(redactor("abc")).isSameAs(Redactor.NONE);
    assertThat(Redactor.NONE.redact("anything")).isEqualTo("anything");
    assertThat(Redactor.NONE.redactJson(List.of(1L))).isEqualTo(List.of(1L));
  }

  @Test
  void a_value_in_json_text_is_found() throws Exception {
    String json = new String(Json.write(Map.of("a", "x" + VALUE + "y")), UTF_8);
    assertThat(redactor(VALUE).redact(json)).isEqualTo("{\"a\":\"x***y\"}");
    String ascii =
        "p4ss \\\"w\\u00f6rd\\\"\\/\\\\ + \\ud83d\\ude00\\n~!"; // as PHP and Python write it
    assertThat(Json.read(("\"" + ascii + "\"").getBytes(UTF_8))).isEqualTo(VALUE);
    assertThat(redactor(VALUE).redact("<" + ascii + ">")).isEqualTo("<***>");
  }

  @Test
  void a_value_in_json_that_keeps_html_safe_is_found() {
    Redactor redactor = redactor("a<b>&c='d'");
    assertThat(redactor.redact("\"a\\u003cb\\u003e\\u0026c='d'\"")).isEqualTo("\"***\"");
    assertThat(redactor.redact("\"a\\u003cb\\u003e\\u0026c\\u003d\\u0027d\\u0027\""))
        .isEqualTo("\"***\"");
  }

  @Test
  void a_value_in_a_url_is_found() {
    String form = URLEncoder.encode(VALUE, UTF_8);
    String component = form.replace("+", "%20").replace("%21", "!").replace("%7E", "~");
    String lower = form.replace("%C3%B6", "%c3%b6").replace("%F0%9F%98%80", "%f0%9f%98%80");
    Redactor redactor = redactor(VALUE);
    assertThat(redactor.redact("https://a.example/?q=" + form + "&b=1"))
        .isEqualTo("https://a.example/?q=***&b=1");
    assertThat(redactor.redact("?q=" + component)).isEqualTo("?q=***");
    assertThat(redactor.redact("?q=" + allLower(lower))).isEqualTo("?q=***");
  }

  private static String allLower(String form) {
    return java.util.regex.Pattern.compile("%[0-9A-F]{2}")
        .matcher(form)
        .replaceAll(match -> match.group().toLowerCase(java.util.Locale.ROOT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "u", "us", "user:", "user:x"})
  void a_value_inside_of_base64_is_found_at_any_place(String before) {
    for (String after : List.of("", "!", "!!", "!!!")) {
      for (Base64.Encoder encoder :
          List.of(
              Base64.getEncoder(),
              Base64.getUrlEncoder(),
              Base64.getEncoder().withoutPadding(),
              Base64.getUrlEncoder().withoutPadding())) {
        String encoded = encoder.encodeToString((before + VALUE + after).getBytes(UTF_8));
        String redacted = redactor(VALUE).redact("Basic " + encoded);
        assertThat(redacted).contains("***");
        String left = redacted.substring("Basic ".length()).replace("***", "");
        // at most the two characters that share their bits with the neighbours
        assertThat(left.length()).isLessThanOrEqualTo((before + after).length() * 4 / 3 + 4);
      }
    }
  }

  @Test
  void base64_of_exactly_the_value_leaves_nothing() {
    for (String value : List.of("abcdefg", "abcdefgh", "abcdefghi")) {
      String encoded = Base64.getEncoder().encodeToString(value.getBytes(UTF_8));
      assertThat(redactor(value).redact("[" + encoded + "]")).isEqualTo("[***]");
    }
  }

  @Test
  void texts_names_and_numbers_of_a_tree_are_replaced_and_the_rest_is_shared() {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    List<Object> untouched = List.of("a", 1L);
    tree.put("untouched", untouched);
    tree.put("nothing", null);
    tree.put("text", "Bearer 12345678");
    tree.put("number", 12_345_678L);
    tree.put("double", 12_345_678.0);
    tree.put("other", 1_234_567L);
    tree.put("x-12345678", List.of("no", "12345678", "no"));
    Map<String, @Nullable Object> expected = new LinkedHashMap<>();
    expected.put("untouched", untouched);
    expected.put("nothing", null);
    expected.put("text", "Bearer ***");
    expected.put("number", "***");
    expected.put("double", "***");
    expected.put("other", 1_234_567L);
    expected.put("x-***", List.of("no", "***", "no"));
    Object redacted = redactor("12345678").redactJson(tree);
    assertThat(redacted).isEqualTo(expected);
    assertThat(new ArrayList<>(((Map<?, ?>) redacted).keySet()))
        .isEqualTo(new ArrayList<>(expected.keySet()));
    assertThat(((Map<?, ?>) redacted).get("untouched")).isSameAs(untouched);
  }

  @Test
  void members_whose_names_become_alike_are_all_kept() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("aaaa", 1L);
    tree.put("bbbb", 2L);
    tree.put("***", 3L);
    Object redacted = redactor("aaaa", "bbbb").redactJson(tree);
    assertThat(((Map<?, ?>) redacted).values()).map(Object.class::cast).containsExactly(1L, 2L, 3L);
  }

  @Test
  void values_that_overlap_become_one_mark() {
    Redactor redactor = redactor("abcdef", "defghi", "cdef", "efghijklm");
    assertThat(redactor.redact("-abcdefghijklm-")).isEqualTo("-***-");
    assertThat(redactor.redact("-abcdefabcdef-")).isEqualTo("-******-");
  }

  @Test
  void long_values_are_replaced_as_a_whole_and_so_is_one_that_was_cut_off() {
    String pem = "-----BEGIN PRIVATE KEY-----\n" + "MIIEvgIBADAN/+\n".repeat(100) + "-----END-----";
    String other = pem.substring(0, 600) + "something else";
    Redactor redactor = redactor(pem, other);
    assertThat(redactor.redact("<" + pem + ">")).isEqualTo("<***>");
    assertThat(redactor.redact("<" + other + ">")).isEqualTo("<***>");
    assertThat(redactor.redact(pem.substring(0, 300))).isEqualTo("***");
    String encoded = Base64.getEncoder().encodeToString(("user:" + pem).getBytes(UTF_8));
    assertThat(redactor.redact(encoded)).hasSizeLessThan(20).contains("***");
  }

  /** Against the plainest implementation there is: mark what is covered, then look. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void random_texts_over_few_letters_are_redacted_as_by_brute_force(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      List<String> values = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(5); i++) {
        values.add(word(random, 4 + random.nextInt(random.nextInt(10) == 0 ? 300 : 6)));
      }
      StringBuilder text = new StringBuilder();
      while (text.length() < 400) {
        text.append(
            random.nextInt(3) == 0
                ? values.get(random.nextInt(values.size()))
                : word(random, 1 + random.nextInt(6)));
      }
      String redacted = redactor(values.toArray(String[]::new)).redact(text.toString());
      assertThat(redacted).as("%s in %s", values, text).isEqualTo(byForce(values, text.toString()));
    }
  }

  private static String byForce(List<String> values, String text) {
    boolean[] covered = new boolean[text.length()];
    boolean[] joined = new boolean[text.length()]; // with the character before
    for (String value : values) {
      for (int from = 0; from < text.length(); from++) {
        int length = 0;
        while (length < value.length()
            && from + length < text.length()
            && value.charAt(length) == text.charAt(from + length)) {
          length++;
        }
        if (length == value.length() || length >= 128) {
          Arrays.fill(covered, from, from + length, true);
          Arrays.fill(joined, from + 1, from + length, true);
        }
      }
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (!covered[i]) {
        out.append(text.charAt(i));
      } else if (!joined[i]) {
        out.append("***");
      }
    }
    return out.toString();
  }

  private static String word(Random random, int length) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append((char) ('a' + (random.nextInt(8) == 0 ? 1 : 0)));
    }
    return word.toString();
  }

  @Test
  void values_that_repeat_themselves_do_not_make_it_slow() {
    // Compared naively, each of 4 million places costs 8 thousand characters.
    String value = "a".repeat(SecretValue.MAX_LENGTH - 1) + "b";
    String text = "a".repeat(4_000_000);
    assertThat(redactor(value).redact(text)).isEqualTo("***");
  }

  @Test
  void two_hundred_of_the_largest_secrets_are_bearable() {
    Random random = new Random(7);
    List<SecretValue> values = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      StringBuilder value = new StringBuilder();
      while (value.length() < SecretValue.MAX_LENGTH) {
        value.append((char) (' ' + random.nextInt(95)));
      }
      values.add(new SecretValue(value.toString()));
    }
    Redactor redactor = Redactor.of(values);
    assertThat(redactor.redact("x" + values.get(150).reveal() + "y")).isEqualTo("x***y");
  }

  @Test
  void a_secret_value_prints_as_stars() {
    assertThat(new SecretValue("hunter22")).hasToString("***");
    assertThat(Map.of("a", new SecretValue("hunter22")).toString()).doesNotContain("hunter");
  }

  private static Redactor redactor(String... values) {
    return Redactor.of(Arrays.stream(values).map(SecretValue::new).toList());
  }
}
