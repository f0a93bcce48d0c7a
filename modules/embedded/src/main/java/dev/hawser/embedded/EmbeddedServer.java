package dev.hawser.embedded;

/** The servers that can be embedded. */
public enum EmbeddedServer {
  POSTGRES("postgres"),
  REDIS("redis");

  private final String folder;

  EmbeddedServer(String folder) {
    this.folder = folder;
  }

  /** The name of its folder in the data folder. */
  String folder() {
    return folder;
  }
}
