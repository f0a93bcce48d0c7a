package dev.hawser.functions.internal.guest;

import java.util.LinkedHashMap;
import java.util.Map;

/** Parsed functions by their code; holds the last used ones. The engine keeps what is held here. */
final class ProgramCache {
  private static final int MAX_ENTRIES = 256;
  private static final int MAX_CHARACTERS = 1 << 20;

  private final LinkedHashMap<String, Program> byCode = new LinkedHashMap<>(16, 0.75f, true);
  private int characters;

  /** One and the same source for the same code, so that it is parsed once. */
  synchronized Program of(String code) {
    Program known = byCode.get(code);
    if (known != null) {
      return known;
    }
    Program made = Program.of(code);
    byCode.put(code, made);
    characters += code.length();
    var oldest = byCode.entrySet().iterator();
    while ((byCode.size() > MAX_ENTRIES || characters > MAX_CHARACTERS) && byCode.size() > 1) {
      Map.Entry<String, Program> entry = oldest.next();
      characters -= entry.getKey().length();
      oldest.remove();
    }
    return made;
  }
}
