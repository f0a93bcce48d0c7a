package dev.hawser.functions.internal.guest;

/** How deep JSON is nested; the readers of what functions return have a limit. */
final class Nesting {
  static final int MAX = 500;

  private Nesting() {}

  static boolean deeperThan(byte[] json, int most) {
    int depth = 0;
    boolean inText = false;
    for (int i = 0; i < json.length; i++) {
      byte b = json[i];
      if (inText) {
        if (b == '\\') {
          i++;
        } else if (b == '"') {
          inText = false;
        }
      } else if (b == '"') {
        inText = true;
      } else if (b == '{' || b == '[') {
        depth++;
        if (depth > most) {
          return true;
        }
      } else if (b == '}' || b == ']') {
        depth--;
      }
    }
    return false;
  }
}
