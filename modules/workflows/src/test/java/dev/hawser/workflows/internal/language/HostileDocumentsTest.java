package dev.hawser.workflows.internal.language;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.error.Problem;
import dev.hawser.workflows.internal.source.SourceFormat;
import java.nio.charset.Charset;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What somebody sees who sends what is no definition, by mistake or on purpose. */
class HostileDocumentsTest {
  private static final String TOP =
      """
      schema: hawser/v1
      name: Test
      trigger: {type: manual}
      """;

  private static Problem only(byte[] document, SourceFormat format) {
    List<Problem> problems = new DefinitionCompiler().compile(document, format).problems();
    assertThat(problems).hasSize(1);
    return problems.getFirst();
  }

  private static String yaml(String text) {
    return shown(only(text.getBytes(UTF_8), SourceFormat.YAML));
  }

  private static String json(String text) {
    return shown(only(text.getBytes(UTF_8), SourceFormat.JSON));
  }

  private static String shown(Problem problem) {
    return problem.line() == null
        ? problem.message()
        : problem.line() + ":" + problem.column() + " " + problem.message();
  }

  @Test
  void aliases_are_bounded() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String aliases = String.join(", ", Collections.nCopies(10, "*a" + (i - 1)));
      laughs.append("a%d: &a%d [%s]\n".formatted(i, i, aliases));
    }
    assertThat(yaml(laughs.toString()))
        .isEqualTo("5:45 the document has more than 100000 parts once its aliases are replaced");
    assertThat(yaml("a: &a [x, *a]")).isEqualTo("1:11 there is no anchor &a before this alias");
    assertThat(yaml("a: *b")).isEqualTo("1:4 there is no anchor &b before this alias");
    assertThat(yaml("a: &a {b: *a}")).isEqualTo("1:11 there is no anchor &a before this alias");
    Definitions.plan(
        TOP
            + "steps:\n  - {id: a, type: transform, value: &v {x: 1}}\n"
            + "  - {id: b, type: transform, value: *v}\n");
  }

  @Test
  void json_has_as_many_parts_as_yaml_may_have() {
    String items = "1,".repeat(99_998) + "1";
    assertThat(json("[" + items + "]")).isEqualTo("1:1 must be an object, not a list");
    assertThat(json("[1," + items + "]"))
        .isEqualTo("1:200000 the document has more than 100000 parts");
  }

  /** Aliases make a text longer than 1 MiB without being many parts. */
  @Test
  void aliases_of_long_texts_are_bounded() {
    String steps =
        "steps:\n  - {id: a, type: transform, value: &t \""
            + "x".repeat(500_000)
            + "\"}\n  - {id: b, type: transform, value: ["
            + String.join(", ", Collections.nCopies(1000, "*t"))
            + "]}\n";
    assertThat(yaml(TOP + steps))
        .matches("6:\\d+ the document has more than 1 MiB of text once its aliases are replaced");
  }

  @Test
  void a_name_is_there_once() {
    assertThat(yaml("a: 1\nb: {c: 1, c: 2}")).isEqualTo("2:11 the field \"c\" is there twice");
    assertThat(json("{\"a\": 1,\n \"a\": 2}")).isEqualTo("2:2 the field \"a\" is there twice");
    assertThat(yaml("? [a, b]\n: 1")).isEqualTo("1:3 a name must be a text");
    assertThat(yaml("a: 1\n\"a\": 2")).isEqualTo("2:1 the field \"a\" is there twice");
  }

  @Test
  void merge_keys_are_no_part_of_the_language() {
    assertThat(yaml("a: &a {x: 1}\nb:\n  <<: *a\n  y: 2"))
        .isEqualTo("3:3 merge keys (<<) are not supported; write the fields out");
  }

  @Test
  void tags_make_no_objects() {
    for (String tag :
        List.of("!!python/object/apply:os.system [ls]", "!!java.net.URL [x]", "!x y", "!!str 5")) {
      assertThat(yaml("a: " + tag)).isEqualTo("1:4 tags such as !name are not supported");
    }
    assertThat(yaml("!!map {a: 1}")).isEqualTo("1:1 tags such as !name are not supported");
  }

  @Test
  void one_file_is_one_document() {
    assertThat(yaml("a: 1\n---\nb: 2"))
        .isEqualTo("2:1 there is a second document in the text; write each into its own file");
    assertThat(json("{} {}"))
        .isEqualTo("1:4 there is more text behind the end of the JSON document");
  }

  @Test
  void other_encodings_are_named() {
    String wanted = "the document is in UTF-16 or UTF-32; save it in the encoding UTF-8";
    for (Charset charset : List.of(UTF_16LE, UTF_16BE, Charset.forName("UTF-32LE"))) {
      for (String mark : List.of("", "\uFEFF")) {
        byte[] bytes = (mark + TOP).getBytes(charset);
        assertThat(shown(only(bytes, SourceFormat.YAML))).isEqualTo(wanted);
        assertThat(shown(only(bytes, SourceFormat.JSON))).isEqualTo(wanted);
      }
    }
    byte[] latin = "schema: hawser/v1\nname: Caf\u00e9\n".getBytes(Charset.forName("ISO-8859-1"));
    assertThat(shown(only(latin, SourceFormat.YAML)))
        .isEqualTo("2:10 the document is not UTF-8 text: the byte 0xE9 cannot stand here");
    byte[] overlong = {'{', (byte) 0xC0, (byte) 0x80, '}'};
    assertThat(shown(only(overlong, SourceFormat.JSON)))
        .isEqualTo("1:2 the document is not UTF-8 text: the byte 0xC0 cannot stand here");
    byte[] surrogate = {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'};
    assertThat(shown(only(surrogate, SourceFormat.JSON)))
        .isEqualTo("1:2 the document is not UTF-8 text: the byte 0xED cannot stand here");
    byte[] cut = {'{', '"', (byte) 0xE2, (byte) 0x82};
    assertThat(shown(only(cut, SourceFormat.JSON))).contains("is not UTF-8 text");
  }

  @Test
  void a_byte_order_mark_is_skipped_and_a_nul_is_not() {
    Definitions.plan("\uFEFF" + TOP + "steps: []\n");
    assertThat(yaml("abc: 1\nd: \0"))
        .isEqualTo(
            "2:4 the document has a character with the code 0; it must be UTF-8 text without such");
    assertThat(json("{\"abc\": \"\0\"}"))
        .startsWith("1:10 the document has a character with the code 0");
    assertThat(yaml("a: \u0007"))
        .isEqualTo("1:4 the document has the character U+0007, which YAML does not allow");
  }

  @Test
  void deep_nesting_ends_early() {
    assertThat(yaml("[".repeat(100_000))).contains("nested too deeply");
    assertThat(yaml("a: " + "{a: ".repeat(500))).contains("nested too deeply");
    assertThat(json("[".repeat(100_000))).contains("nested too deeply");
    assertThat(yaml("- ".repeat(5000))).contains("nested too deeply");
  }

  @Test
  void large_texts_are_refused_by_their_size() {
    String large =
        TOP + "steps: [{id: a, type: transform, value: \"" + "x".repeat(1 << 20) + "\"}]";
    assertThat(yaml(large)).isEqualTo("the definition is larger than 1 MiB (1048673 bytes)");
    Definitions.plan(
        TOP + "steps: [{id: a, type: transform, value: \"" + "x".repeat(1_000_000) + "\"}]");
    assertThat(yaml("x".repeat(1_000_000))).isEqualTo("1:1 must be an object, not a string");
    String name = "x".repeat(1_000_000);
    String told = "a field has a name of 1000000 characters, at most 1000 are allowed";
    assertThat(yaml("? " + name + "\n: 1")).isEqualTo("1:3 " + told);
    assertThat(json("{\"" + name + "\": 1}"))
        .contains("a number or a name in the document is too long");
    String id = TOP + "steps: [{type: transform, value: \"{{ a }}\", id: " + name + "}]";
    assertThat(Definitions.compile(id).problems())
        .hasSize(2)
        .allSatisfy(problem -> assertThat(problem.toString().length()).isLessThan(1000));
  }

  @Test
  void many_wrong_fields_do_not_make_an_endless_answer() {
    StringBuilder many = new StringBuilder(TOP + "steps: []\n");
    for (int i = 0; i < 5000; i++) {
      many.append("field_").append(i).append(": 1\n");
    }
    List<Problem> problems = Definitions.compile(many.toString()).problems();
    assertThat(problems).hasSize(201);
    assertThat(problems.getLast().message()).isEqualTo("4800 more problems are not shown");
  }
}
