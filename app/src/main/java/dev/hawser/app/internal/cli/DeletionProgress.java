package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.Resources;
import dev.hawser.app.internal.cli.client.Resources.Item;
import java.time.Duration;

/** How far a deletion is that goes on in the background. */
final class DeletionProgress {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private DeletionProgress() {}

  /**
   * Tells of it until it is done.
   *
   * @param deletions where it is among
   * @param what is deleted
   * @return the exit code
   */
  static int await(Terminal terminal, Resources deletions, String id, String what) {
    String told = "";
    while (true) {
      Item deletion = deletions.get(id);
      if (deletion.text("state").equals("done")) {
        terminal.err().println(terminal.green("deleted") + "   " + Printable.line(what));
        return ExitCodes.OK;
      }
      String now = text(deletion);
      if (!now.equals(told)) {
        told = now;
        terminal.err().println(Printable.line(now));
      }
      if (!Pause.of(PAUSE)) {
        return ExitCodes.FAILED; // interrupted; the server goes on
      }
    }
  }

  private static String text(Item deletion) {
    String failure = deletion.textOrNone("failure");
    String part = deletion.textOrNone("part");
    return failure.isEmpty()
        ? deletion.text("state") + (part.isEmpty() ? "" : "  " + part)
        : failure;
  }
}
