package dev.hawser.tasks.internal.interpreter;

import dev.hawser.tasks.internal.interpreter.Host.StepFailedException;
import dev.hawser.tasks.internal.interpreter.ResolvedRequest.Pair;
import dev.hawser.workflows.EvaluationException;
import dev.hawser.workflows.Scope;
import dev.hawser.workflows.StepPlan;
import dev.hawser.workflows.StepPlan.Content;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Works out what a respond step answers; that is its output. */
final class AnswerResolver {
  private AnswerResolver() {}

  /** {@code {status, headers}} and {@code body}, {@code file} or neither. */
  static Map<String, @Nullable Object> resolve(StepPlan.Respond step, Scope scope, Host host)
      throws StepFailedException {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("status", status(step.status().evaluate(scope)));
    answer.put("headers", headers(RequestResolver.pairs(step.headers(), scope)));
    switch (step.content()) {
      case Content.None none -> {}
      case Content.Json json -> answer.put("body", json.value().evaluate(scope));
      case Content.File file -> {
        FileRef ref = RequestResolver.file(file.reference().evaluate(scope), "file");
        answer.put("file", host.file(ref));
      }
    }
    return answer;
  }

  private static long status(@Nullable Object value) {
    if (value instanceof Number number
        && number.doubleValue() == number.longValue()
        && number.longValue() >= 200
        && number.longValue() <= 599) {
      return number.longValue();
    }
    throw new EvaluationException(
        "status",
        "The status must be an integer from 200 to 599"
            + (value instanceof Number ? ", not " + value : ""));
  }

  private static Map<String, @Nullable Object> headers(List<Pair> pairs) {
    Map<String, @Nullable Object> headers = new LinkedHashMap<>();
    for (Pair pair : pairs) {
      boolean clean = pair.value().chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7F));
      if (!clean) {
        throw new EvaluationException(
            pair.name(), "The header " + pair.name() + " has a line break or control character");
      }
      headers.merge(pair.name(), pair.value(), (a, b) -> a + ", " + b);
    }
    return headers;
  }
}
