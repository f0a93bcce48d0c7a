package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiError;
import dev.hawser.core.error.Problem;
import java.util.ArrayList;
import java.util.List;

/** A server's refusal in words: one line, its problems, and what helps. */
final class ErrorText {
  private ErrorText() {}

  static void print(Terminal terminal, ApiError error) {
    lines(terminal, error).forEach(terminal.err()::println);
  }

  static List<String> lines(Terminal terminal, ApiError error) {
    List<String> lines = new ArrayList<>();
    String code = error.code().isEmpty() ? "" : " " + terminal.dim("(" + error.code() + ")");
    lines.add(terminal.red("error: ") + Printable.line(error.detail()) + code);
    for (Problem problem : error.problems()) {
      if (!problem.message().equals(error.detail())) {
        String field = problem.pointer().replaceFirst("^/", "");
        boolean named = field.isEmpty() || problem.message().startsWith(field);
        String place = named ? "" : problem.pointer() + ": ";
        lines.add("  " + Printable.line(place + problem.message()));
      }
    }
    String remedy = remedy(error);
    if (!remedy.isEmpty()) {
      lines.add("  " + remedy);
    }
    if (error.status() >= 500 && !error.traceId().isEmpty()) {
      lines.add("  The server's log tells more under the trace " + error.traceId() + ".");
    }
    return lines;
  }

  private static String remedy(ApiError error) {
    return switch (error.status()) {
      case 401 ->
          "Is the key complete, not revoked, and of this server? See HAWSER_API_KEY, --api-key and"
              + " \"hawser login\".";
      case 412 -> "Somebody else changed it at the same moment. Look at it, then repeat.";
      case 502, 503, 504 -> "Try again in a moment.";
      default -> "";
    };
  }
}
