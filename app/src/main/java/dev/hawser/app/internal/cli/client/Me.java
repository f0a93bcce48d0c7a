package dev.hawser.app.internal.cli.client;

/** Whom an API key belongs to. */
public record Me(Named organization, Named project) {
  /** Something with a name. */
  public record Named(String id, String name) {
    static Named of(Fields json) {
      return new Named(json.text("id"), json.text("name"));
    }
  }

  static Me of(Fields json) {
    return new Me(Named.of(json.object("organization")), Named.of(json.object("project")));
  }
}
