package dev.hawser.app.internal.cli;

/** How a piece of text stands out, where the terminal can. */
enum Style {
  PLAIN,
  BOLD,
  DIM,
  RED,
  GREEN,
  YELLOW;

  String of(Terminal terminal, String text) {
    return switch (this) {
      case PLAIN -> text;
      case BOLD -> terminal.bold(text);
      case DIM -> terminal.dim(text);
      case RED -> terminal.red(text);
      case GREEN -> terminal.green(text);
      case YELLOW -> terminal.yellow(text);
    };
  }

  /** The colour of an execution's or a step's status. */
  static Style ofStatus(String status) {
    return switch (status) {
      case "SUCCEEDED" -> GREEN;
      case "FAILED" -> RED;
      case "CANCELLED", "SKIPPED" -> DIM;
      default -> YELLOW;
    };
  }
}
