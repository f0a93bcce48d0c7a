package dev.hawser.storage.tck;

/** Kinds of requests, by their method. */
enum Requests {
  ALL,
  READS,
  WRITES;

  boolean include(HttpMessage request) {
    boolean read = request.method().equals("GET") || request.method().equals("HEAD");
    return switch (this) {
      case ALL -> true;
      case READS -> read;
      case WRITES -> !read;
    };
  }
}
