package dev.hawser.workflows.internal.expression;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the name that somebody probably meant, and writes lists of names for people. */
public final class Names {
  private static final int LONGEST_LIST = 12;
  private static final int LONGEST_NAME = 100;

  private Names() {}

  /**
   * The candidate with the smallest edit distance (Levenshtein with swapped neighbours as one edit,
   * letters compared without case), if it is near enough to be a likely meaning: at most a third of
   * the name's length, at least one.
   */
  public static @Nullable String nearest(String name, Collection<String> candidates) {
    if (name.length() > LONGEST_NAME) {
      return null;
    }
    String best = null;
    int bestDistance = Math.max(1, (name.length() + 1) / 3) + 1;
    for (String candidate : candidates) {
      if (Math.abs(candidate.length() - name.length()) >= bestDistance) {
        continue;
      }
      int distance = distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (distance < bestDistance && distance < Math.max(name.length(), candidate.length())) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return best;
  }

  /** A name for a message, no longer than a line. */
  static String cut(String name) {
    return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name;
  }

  /** {@code a, b and c}; long lists are cut. */
  public static String list(Collection<String> names) {
    List<String> shown = new ArrayList<>();
    for (String name : names) {
      if (shown.size() == LONGEST_LIST) {
        return String.join(", ", shown) + " and " + (names.size() - LONGEST_LIST) + " more";
      }
      shown.add(name);
    }
    if (shown.size() < 2) {
      return String.join("", shown);
    }
    return String.join(", ", shown.subList(0, shown.size() - 1)) + " and " + shown.getLast();
  }

  /** The sentence part that names the suggestion, or nothing. */
  public static String didYouMean(@Nullable String suggestion) {
    return suggestion == null ? "" : "; did you mean \"" + suggestion + "\"?";
  }

  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int replace = d[i - 1][j - 1] + (same ? 0 : 1);
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
