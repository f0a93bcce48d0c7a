package dev.hawser.workflows.internal.expression;

import dev.hawser.workflows.EvaluationException;
import dev.hawser.workflows.Value;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Runs expressions that want too much, in a small virtual machine of its own (see {@link
 * HostileExpressionsTest}). For each it prints its name, the CPU time in milliseconds and how it
 * ended.
 */
final class HostileExpressions {
  private static final Templates TEMPLATES = new Templates(new Expressions());

  private HostileExpressions() {}

  public static void main(String[] arguments) {
    TestScope scope = new TestScope(Map.of("trigger", data(), "steps", Map.of()));
    evaluate(scope, "{{ lists.range(1000).map(x, string(x) + 'a').join(',').size() }}");
    for (var hostile : cases().entrySet()) {
      var threads = ManagementFactory.getThreadMXBean();
      long start = threads.getCurrentThreadCpuTime();
      String outcome = evaluate(scope, hostile.getValue());
      long millis = (threads.getCurrentThreadCpuTime() - start) / 1_000_000;
      System.out.println("CASE\t" + hostile.getKey() + "\t" + millis + "\t" + outcome);
    }
    System.gc();
    long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    System.out.println("HEAP\t" + (used >> 20));
  }

  private static String evaluate(TestScope scope, String text) {
    var compiled = TEMPLATES.value("step", text);
    if (!compiled.problems().isEmpty()) {
      return "problem: " + compiled.problems().getFirst().message();
    }
    try {
      Value value = Objects.requireNonNull(compiled.value());
      Object result = value.evaluate(scope);
      return "result: " + (result instanceof String long_ ? long_.length() + " chars" : "value");
    } catch (EvaluationException e) {
      String message = String.valueOf(e.getMessage());
      return "error: " + message.substring(message.lastIndexOf("}}: ") + 4);
    }
  }

  /** A text of 10 MB, one of 5 million wide characters, and a list of 300,000 numbers. */
  private static Map<String, Object> data() {
    List<Long> numbers = new ArrayList<>();
    for (long i = 0; i < 300_000; i++) {
      numbers.add((i * 7919) % 300_007);
    }
    return Map.of(
        "big",
        "a".repeat(10_000_000),
        "wide",
        "ж".repeat(5_000_000),
        "numbers",
        numbers,
        "pattern",
        "(a*)*b",
        "__proto__",
        Map.of("polluted", true),
        "constructor",
        "mine");
  }

  private static Map<String, String> cases() {
    Map<String, String> cases = new LinkedHashMap<>();
    cases.put("nested loops", "{{ " + nestedLoops(6) + " }}");
    cases.put("deeply nested loops", "{{ " + nestedLoops(40) + " }}");
    cases.put(
        "loops over the same list", "{{ trigger.numbers.map(a, trigger.numbers.map(b, a * b)) }}");
    cases.put("failing loops", "{{ trigger.numbers.exists(a, a.nope == 1) }}");
    cases.put(
        "failing loops in loops",
        "{{ trigger.numbers.exists(a, trigger.numbers.exists(b, b.x) || a.y) || true }}");
    cases.put("doubled texts", "{{ " + doubled(40, "+", "'aaaaaaaaaaaaaaaa'") + " }}");
    cases.put("doubled lists", "{{ " + doubled(40, "+", "[1, 2]") + " }}");
    cases.put("shared lists", "{{ " + shared(40, "x") + " }}");
    cases.put("shared lists in a message", "{{ " + shared(40, "dyn(x) && true") + " }}");
    cases.put("shared lists as a condition", "{{ " + shared(40, "dyn(x) ? 1 : 2") + " }}");
    cases.put("shared lists compared", "{{ " + shared(40, "dyn(x) == [x]") + " }}");
    cases.put("shared lists equal", "{{ " + shared(30, "[x, 1] == [x, 2]") + " }}");
    cases.put("shared lists apart", "{{ [" + shared(30, "x") + "] == [" + shared(30, "x") + "] }}");
    cases.put("shared lists as a key", "{{ " + shared(40, "{dyn(x): 1}") + " }}");
    cases.put("shared lists as an index", "{{ " + shared(40, "trigger[x]") + " }}");
    cases.put("shared lists looked up", "{{ " + shared(40, "x in trigger") + " }}");
    cases.put("shared lists as a position", "{{ " + shared(40, "x[99999999999]") + " }}");
    cases.put(
        "shared lists of an optional", "{{ " + shared(40, "optional.of(x)[99999999999]") + " }}");
    cases.put("shared lists as an optional", "{{ " + shared(40, "[?dyn(x)]") + " }}");
    cases.put("shared lists without value", "{{ " + shared(40, "dyn(x).value()") + " }}");
    cases.put("shared lists to the greatest", "{{ " + shared(40, "math.greatest(dyn(x))") + " }}");
    cases.put("shared lists as text", "{{ " + shared(40, "toJson(x)") + " }}");
    cases.put("shared lists flattened", "{{ " + shared(40, "x.flatten(100)") + " }}");
    cases.put("shared lists made distinct", "{{ " + shared(40, "[x, [x]].distinct()") + " }}");
    cases.put("shared lists sorted", "{{ " + shared(40, "[x, x].sort()") + " }}");
    cases.put("shared lists of a function", "{{ " + shared(40, "string(dyn(x))") + " }}");
    cases.put("shared lists unwrapped", "{{ " + shared(40, "optional.unwrap(dyn([x]))") + " }}");
    cases.put("many copies of a text", "{{ [" + times("trigger.big + 'a'", 300) + "] }}");
    cases.put("many references to a text", "{{ [" + times("trigger.big", 500) + "] }}");
    cases.put(
        "many references as a condition", "{{ dyn([" + times("trigger.big", 500) + "]) && true }}");
    cases.put("failing texts", "{{ " + times("trigger.big", 700).replace(",", " ||") + " }}");
    cases.put("failing texts in a loop", "{{ trigger.numbers.exists(n, trigger.big) }}");
    cases.put("join", "{{ [" + times("trigger.big", 200) + "].join(trigger.big) }}");
    cases.put(
        "join in loops", "{{ lists.range(1000).map(i, trigger.numbers.map(n, 'x').join(',')) }}");
    cases.put("repeat", "{{ trigger.big.repeat(1000000000) }}");
    cases.put("repeat of repeats", "{{ 'ab'.repeat(1000).repeat(1000).repeat(1000) }}");
    cases.put("pad", "{{ 'a'.padStart(9000000000000, trigger.big) }}");
    cases.put("replace", "{{ trigger.big.replace('a', trigger.big) }}");
    cases.put("replace nothing", "{{ trigger.big.replace('', 'xxxxxxxxxx') }}");
    cases.put("replace by regex", "{{ trigger.big.replaceRegex('', trigger.big) }}");
    cases.put("split", "{{ trigger.big.split('') }}");
    cases.put("split wide", "{{ trigger.wide.split('ж') }}");
    cases.put("search", "{{ trigger.big.indexOf(trigger.big.substring(0, 5000000) + 'b') }}");
    cases.put(
        "search from behind",
        "{{ trigger.big.lastIndexOf('b' + trigger.big.substring(0, 5000000)) }}");
    cases.put("contains", "{{ trigger.big.contains(trigger.big.substring(0, 5000000) + 'b') }}");
    cases.put("size in a loop", "{{ trigger.numbers.map(n, size(trigger.wide)) }}");
    cases.put("conversion in a loop", "{{ trigger.numbers.map(n, int(trigger.big)) }}");
    cases.put(
        "comparison in a loop", "{{ trigger.numbers.filter(n, trigger.big + '' < trigger.big) }}");
    cases.put("zone in a loop", "{{ trigger.numbers.map(n, now.getHours(trigger.big)) }}");
    cases.put("case in a loop", "{{ trigger.numbers.map(n, trigger.wide.toUpperCase()) }}");
    cases.put("evil regex", "{{ trigger.big.matches('(a*)*b') }}");
    cases.put("evil regex from data", "{{ trigger.big.matches(trigger.pattern) }}");
    cases.put("large regex", "{{ 'a'.matches('((((a{1000}){1000}){1000}){1000})') }}");
    cases.put("regex of 10 MB", "{{ 'a'.matches(trigger.big) }}");
    cases.put("regex class of 10 MB", "{{ 'a'.matches('[' + trigger.big.substring(9) + ']') }}");
    cases.put("find all", "{{ trigger.big.findAll('.?') }}");
    cases.put(
        "slow regex in a loop",
        "{{ trigger.numbers.exists(n, trigger.wide.matches('(x|y|z|ж){1,50}q')) }}");
    cases.put("sort", "{{ trigger.numbers.map(n, trigger.numbers.sort()) }}");
    cases.put("distinct", "{{ lists.range(100).map(i, trigger.numbers.distinct()) }}");
    cases.put(
        "flatten", "{{ lists.range(100).map(i, [trigger.numbers, trigger.numbers].flatten()) }}");
    cases.put("chunk", "{{ lists.range(100).map(i, trigger.numbers.chunk(1)) }}");
    cases.put("ranges", "{{ lists.range(100000).map(i, lists.range(100000)) }}");
    cases.put("literals in a loop", "{{ trigger.numbers.map(n, [" + times("n", 2000) + "]) }}");
    cases.put("json", "{{ json('[' + '{},'.repeat(700000) + '1]') }}");
    cases.put("json of 10 MB", "{{ json('\"' + trigger.big.substring(9) + '\"') }}");
    cases.put("deep json", "{{ json('['.repeat(100000)) }}");
    cases.put("to json", "{{ lists.range(100).map(i, toJson(trigger)) }}");
    cases.put("base64", "{{ base64.encode(base64.encode(base64.encode(trigger.big))) }}");
    cases.put("bytes", "{{ bytes(trigger.wide) + bytes(trigger.wide) + bytes(trigger.wide) }}");
    cases.put("hash in a loop", "{{ trigger.numbers.map(n, hash('sha512', trigger.big)) }}");
    cases.put("url", "{{ url.encode(trigger.wide) }}");
    cases.put("html", "{{ html.escape(trigger.big.replace('a', '&')) }}");
    cases.put("group", "{{ lists.range(100).map(i, trigger.numbers.groupBy(n, n)) }}");
    cases.put("many optional steps", "{{ trigger" + ".?a".repeat(3000) + " }}");
    cases.put("a long chain", "{{ 1" + "+1".repeat(4900) + " }}");
    cases.put("many brackets", "{{ " + "[".repeat(4900) + "]".repeat(4900) + " }}");
    cases.put("many parentheses", "{{ " + "(".repeat(4900) + "1" + ")".repeat(4900) + " }}");
    cases.put("many negations", "{{ " + "!".repeat(9900) + "true }}");
    cases.put("many minuses", "{{ " + "-".repeat(9900) + "1 }}");
    cases.put("many ternaries", "{{ " + "true?1:".repeat(1400) + "1 }}");
    cases.put("many calls", "{{ " + "size([".repeat(1200) + "])".repeat(1200) + " }}");
    cases.put("many methods", "{{ 'a'" + ".trim()".repeat(1400) + " }}");
    cases.put("many and", "{{ true" + "&&true".repeat(1600) + " }}");
    cases.put("a huge literal", "{{ '" + "x".repeat(5_000_000) + "' }}");
    cases.put("a huge number", "{{ " + "9".repeat(9_000) + " }}");
    cases.put("many texts in a text", "{{ trigger.big }}".repeat(100));
    cases.put("a large object in a text", "x {{ trigger }} {{ trigger }}");
    cases.put("prototype", "{{ trigger.__proto__.polluted && trigger.constructor == 'mine' }}");
    cases.put("no prototype", "{{ trigger.numbers.__proto__.constructor }}");
    cases.put("no constructor", "{{ {}.constructor }}");
    cases.put("10 MB pass through", "{{ true ? trigger.big : '' }}");
    return cases;
  }

  private static String nestedLoops(int depth) {
    String list = "lists.range(100)";
    String inner = "1";
    for (int i = 0; i < depth; i++) {
      inner = list + ".map(v" + i + ", " + inner + ")";
    }
    return inner;
  }

  /** Twice the value, of twice the value, and so on. */
  private static String doubled(int depth, String operator, String start) {
    String out = "x";
    for (int i = 0; i < depth; i++) {
      out = "[x " + operator + " x].map(x, " + out + ")[0]";
    }
    return "[" + start + "].map(x, " + out + ")[0]";
  }

  /** A list of 2^depth leaves that takes little memory. */
  private static String shared(int depth, String use) {
    String out = use;
    for (int i = 0; i < depth; i++) {
      out = "[[x, x]].map(x, " + out + ")[0]";
    }
    return "[[1]].map(x, " + out + ")[0]";
  }

  private static String times(String text, int times) {
    return String.join(",", java.util.Collections.nCopies(times, text));
  }
}
