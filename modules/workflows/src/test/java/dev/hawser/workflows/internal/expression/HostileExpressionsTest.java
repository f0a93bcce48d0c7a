package dev.hawser.workflows.internal.expression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What strangers may write ends by itself, in a virtual machine with 128 MB. */
class HostileExpressionsTest {
  /** Of the tests, also when something other than the class path loads them. */
  private static final String CLASS_PATH =
      Path.of(
              URI.create(
                  HostileExpressions.class
                      .getProtectionDomain()
                      .getCodeSource()
                      .getLocation()
                      .toString()))
          + File.pathSeparator
          + System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

  private static final long MOST_MILLIS = 1_000;
  private static final long LARGEST_HEAP_MB = 64;

  /** What takes time and memory in one loop meets the one on slow machines, the other on fast. */
  private static final String ANY_LIMIT = "(takes more|builds more|grows over|loops over)";

  private static final Map<String, String> OUTCOMES = new LinkedHashMap<>();
  private static final Map<String, Long> MILLIS = new LinkedHashMap<>();
  private static long heap = Long.MAX_VALUE;
  private static int exit;
  private static String output = "";

  @BeforeAll
  static void run() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-cp",
                CLASS_PATH,
                HostileExpressions.class.getName())
            .redirectErrorStream(true)
            .start();
    output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    exit = process.exitValue();
    for (String line : output.lines().toList()) {
      String[] parts = line.split("\t", 4);
      if (parts[0].equals("CASE")) {
        MILLIS.put(parts[1], Long.parseLong(parts[2]));
        OUTCOMES.put(parts[1], parts[3]);
      } else if (parts[0].equals("HEAP")) {
        heap = Long.parseLong(parts[1]);
      }
    }
  }

  @Test
  void all_of_them_end_and_the_heap_stays_flat() {
    assertThat(exit).as(output).isZero();
    assertThat(OUTCOMES).hasSizeGreaterThan(80);
    assertThat(heap).isLessThan(LARGEST_HEAP_MB);
    assertThat(output).doesNotContain("OutOfMemoryError", "StackOverflowError");
  }

  @Test
  void none_takes_long() {
    assertThat(MILLIS.entrySet()).allMatch(entry -> entry.getValue() < MOST_MILLIS);
  }

  @Test
  void each_error_says_what_is_too_much() {
    ends("takes more than 100 ms", "search", "contains", "evil regex");
    ends(ANY_LIMIT, "failing loops in loops", "shared lists apart", "size in a loop");
    ends(ANY_LIMIT, "conversion in a loop", "hash in a loop", "sort");
    ends("a text grows over 10 MiB", "doubled texts", "join", "repeat", "repeat of repeats");
    ends("a text grows over 10 MiB", "replace nothing", "pad", "base64", "bytes", "url");
    ends("the text grows over 10 MiB", "many texts in a text", "a large object in a text");
    ends(ANY_LIMIT, "replace", "replace by regex", "html", "split");
    ends(ANY_LIMIT, "nested loops", "loops over the same list");
    ends(ANY_LIMIT, "doubled lists", "chunk", "case in a loop");
    ends("builds more than 48 MiB", "many copies of a text", "json of 10 MB");
    ends(ANY_LIMIT, "split wide", "ranges", "literals in a loop");
    ends(ANY_LIMIT, "shared lists", "shared lists as text", "to json");
    ends("the result grows over 10 MiB", "many references to a text");
    ends("a list is not true or false", "shared lists in a message", "shared lists as a condition");
    ends("the name of a field is a text", "shared lists as a key", "shared lists as an index");
    ends("string\\(…\\) does not work for a list", "shared lists of a function");
    ends("regular expression is too large", "large regex", "regex of 10 MB");
    ends("nests", "a long chain", "many methods", "many brackets", "many calls");
    ends("at most 10000", "a huge literal");
    ends("does not fit into 64 bits", "a huge number");
    ends("has no field \"constructor\"", "no constructor");
    ends("no field \"__proto__\"", "no prototype");
    ends("result: value", "prototype", "many and");
    ends("result: 10000000 chars", "10 MB pass through");
  }

  private static void ends(String part, String... cases) {
    for (String name : List.of(cases)) {
      assertThat(OUTCOMES.get(name)).as(name).containsPattern(part);
    }
  }
}
