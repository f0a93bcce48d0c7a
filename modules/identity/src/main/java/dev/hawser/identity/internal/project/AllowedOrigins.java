package dev.hawser.identity.internal.project;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.Consumer;

/**
 * The web origins whose pages may call the Connect API of a project. To ask whether one is among
 * them is to look two texts up, whatever a stranger sends.
 *
 * @param texts as browsers send them, each once; {@code *} as the first label stands for any one
 *     label; none for any origin
 */
public record AllowedOrigins(SequencedSet<String> texts) {
  /** How many a project may have. */
  public static final int MAX = 50;

  /** No limit. */
  public static final AllowedOrigins ANY = of(List.of());

  /** Of texts that were read before. */
  static AllowedOrigins of(Collection<String> texts) {
    return new AllowedOrigins(Collections.unmodifiableSequencedSet(new LinkedHashSet<>(texts)));
  }

  /**
   * Reads origins as people write them.
   *
   * @param wrong hears of each that is none; the result is only good when it hears nothing
   */
  public static AllowedOrigins read(List<String> given, Consumer<String> wrong) {
    return of(given.stream().flatMap(text -> WebOrigin.read(text, wrong).stream()).toList());
  }

  /** Whether there is no limit. */
  public boolean areAny() {
    return texts.isEmpty();
  }

  /**
   * Whether pages of the origin may call.
   *
   * @param origin as a browser sends it
   */
  public boolean contain(String origin) {
    if (areAny()) {
      return true;
    }
    if (origin.indexOf('*') >= 0) {
      return false;
    }
    if (texts.contains(origin)) {
      return true;
    }
    int label = origin.indexOf("://") + 3;
    int end = origin.indexOf('.', label);
    return end > label
        && texts.contains(origin.substring(0, label) + "*" + origin.substring(end))
        && origin.substring(label, end).chars().allMatch(AllowedOrigins::isOfLabel);
  }

  private static boolean isOfLabel(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  }

  /** As they are kept and shown. */
  public List<String> list() {
    return List.copyOf(texts);
  }
}
