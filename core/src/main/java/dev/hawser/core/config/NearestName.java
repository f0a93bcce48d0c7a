package dev.hawser.core.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name somebody probably meant. */
public final class NearestName {
  private NearestName() {}

  /** The name that is fewest edits away, if that is near enough to be a slip. */
  public static Optional<String> of(String wrong, Collection<String> names) {
    return names.stream()
        .min(Comparator.<String>comparingInt(name -> distance(wrong, name)).thenComparing(n -> n))
        .filter(name -> distance(wrong, name) <= Math.max(2, wrong.length() / 5));
  }

  /** Levenshtein's distance in which swapping two neighbours is one edit. */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      d[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      d[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(replace, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
