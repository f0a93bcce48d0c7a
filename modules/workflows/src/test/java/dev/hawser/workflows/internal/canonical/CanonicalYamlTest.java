package dev.hawser.workflows.internal.canonical;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.json.Json;
import dev.hawser.workflows.internal.source.MalformedDocumentException;
import dev.hawser.workflows.internal.source.SourceFormat;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class CanonicalYamlTest {
  private static final List<String> DELICATE =
      List.of(
          "",
          " ",
          "~",
          "null",
          "Null",
          "true",
          "no",
          "on",
          "y",
          "08",
          "012",
          "0x1f",
          "1_000",
          "1e3",
          "1.",
          ".5",
          "+1",
          "-",
          "- a",
          "-1",
          "1:30",
          "2001-01-01",
          ".inf",
          ".nan",
          "<<",
          "=",
          "#x",
          "a #b",
          "a: b",
          "a:",
          ":a",
          "?",
          "? a",
          "{a}",
          "[a]",
          "'",
          "\"",
          "'a'",
          "&a",
          "*a",
          "!a",
          "|",
          ">",
          "%a",
          "@a",
          "`a",
          "{{ a }}",
          "{{ \"x\" }}",
          "a\nb",
          "a\nb\n",
          "a\n\n",
          "\na",
          " a\nb",
          "a \nb",
          "\n",
          "\n\n",
          "a\tb",
          "\t",
          "a\r\nb",
          "\u0085",
          "\u2028x",
          "\ufeff",
          "\u0000",
          "\u0007",
          "é",
          "漢字",
          "😀",
          "a😀\nb",
          "---",
          "--- a",
          "...",
          "a\n---\nb",
          "a\n...\nb",
          "x\n  y\n z",
          "a\\b",
          "trailing ",
          "a\nb ",
          "\u00a0",
          "a\u2029b");

  @Test
  void texts_that_look_like_something_else_stay_texts() throws Exception {
    for (String text : DELICATE) {
      check(text);
      check(List.of(text));
      Map<String, Object> map = new LinkedHashMap<>();
      map.put(text, text);
      check(Map.of("deep", List.of(map, text)));
    }
    check("x".repeat(300));
    check("word ".repeat(100));
    check(Map.of("k".repeat(200), 1L, "many\nlines", 2L));
  }

  @Test
  void an_older_yaml_reads_texts_as_texts_too() {
    for (String text : DELICATE) {
      Object read =
          new Yaml(new SafeConstructor(new LoaderOptions())).load(CanonicalYaml.of(List.of(text)));
      assertThat(read).isEqualTo(List.of(text));
    }
  }

  @Test
  void numbers_lists_and_objects_come_back() throws Exception {
    check(1L);
    check(-0.0);
    check(1e300);
    check(1e-7);
    check(new BigInteger("123456789012345678901234567890"));
    check(List.of());
    check(Map.of());
    check(List.of(List.of(List.of(), Map.of("a", List.of()))));
    check(null);
  }

  @Test
  void random_values_come_back() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 3_000; i++) {
      check(value(random, 0));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello.yaml", "files.yaml"})
  void the_examples_come_back_and_stay_the_same_text(String file) throws Exception {
    Object example = SourceFormat.YAML.read(bytes(file)).json();
    String text = CanonicalYaml.of(FieldOrder.of((Map<?, ?>) example));
    Object again = SourceFormat.YAML.read(text.getBytes(UTF_8)).json();
    assertThat(again).isEqualTo(example);
    assertThat(CanonicalYaml.of(FieldOrder.of((Map<?, ?>) again))).isEqualTo(text);
    assertThat(text).startsWith("schema: hawser/v1\nname: ");
  }

  @Test
  void fields_are_ordered_and_values_are_not() throws Exception {
    Object turned =
        SourceFormat.YAML
            .read(
                """
                limits: {}
                mine: 1
                steps:
                - onError: {steps: [{type: fail, id: x}]}
                  value: {z: 1, id: 2, a: {type: 1, id: 2}}
                  type: transform
                  id: a
                name: N
                """
                    .getBytes(UTF_8))
            .json();
    assertThat(CanonicalYaml.of(FieldOrder.of((Map<?, ?>) turned)))
        .isEqualTo(
            """
            name: N
            steps:
            - id: a
              type: transform
              value:
                z: 1
                id: 2
                a:
                  type: 1
                  id: 2
              onError:
                steps:
                - id: x
                  type: fail
            limits: {}
            mine: 1
            """);
  }

  private static byte[] bytes(String file) throws IOException {
    return Files.readAllBytes(Path.of("../../examples", file));
  }

  private static void check(@Nullable Object value) throws MalformedDocumentException {
    String yaml = CanonicalYaml.of(value);
    Object read = SourceFormat.YAML.read(yaml.getBytes(UTF_8)).json();
    assertThat(new String(Json.write(read), UTF_8))
        .as(yaml)
        .isEqualTo(new String(Json.write(value), UTF_8));
  }

  private static @Nullable Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 4 ? 5 : 7)) {
      case 0 -> null;
      case 1 -> random.nextLong();
      case 2 -> random.nextDouble();
      case 3 -> DELICATE.get(random.nextInt(DELICATE.size()));
      case 4 -> text(random);
      case 5 -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(value(random, depth + 1));
        }
        yield list;
      }
      default -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          map.put(text(random), value(random, depth + 1));
        }
        yield map;
      }
    };
  }

  private static String text(Random random) {
    String alphabet = "ab 01:-#{}[]'\"\n\t\\,&*!|>%@`~.?=\r\u0085\u2028é😀";
    int[] points = alphabet.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return text.toString();
  }
}
