package dev.hawser.embedded;

/** The servers that can be embedded. */
public enum EmbeddedServer {
  POSTGRES,
  REDIS
}
