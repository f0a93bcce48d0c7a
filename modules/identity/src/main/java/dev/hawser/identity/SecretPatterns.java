package dev.hawser.identity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds many texts in one pass (Aho and Corasick 1975). Only the first {@value #INDEXED} characters
 * of a text are in the automaton, so that large secrets do not make a large one; where they are
 * found, the rest is compared as far as it goes on, which also covers a value that was cut off.
 * That comparison never looks at a character of the searched text twice for the same value, by the
 * Z function (Gusfield 1997), so that no choice of value and text makes it slow.
 */
final class SecretPatterns {
  static final int INDEXED = 128;
  private static final int NONE = -1;
  private static final int ROOT = 0;

  /** A text that is longer than what is indexed of it. */
  private static final class LongText {
    private final String text;
    private volatile int @Nullable [] repeats;

    LongText(String text) {
      this.text = text;
    }

    /** For each place, how far the text repeats its own start from there; rarely needed. */
    int[] repeats() {
      int[] known = repeats;
      if (known == null) {
        known = z(text);
        repeats = known;
      }
      return known;
    }
  }

  /** By state and character, open addressing. */
  private long[] keys = new long[1 << 8];

  private int[] targets = new int[1 << 8];
  private int states = 1;
  private int[] depth = new int[1 << 7];
  private int[] fail = new int[1 << 7];

  /** Length of the longest indexed text that ends in a state; 0 for none. */
  private int[] longest = new int[1 << 7];

  /** The long texts whose indexed part ends in a state. */
  private final List<@Nullable List<Integer>> extended = new ArrayList<>();

  private final List<LongText> longs = new ArrayList<>();

  /** Which characters lead away from the root, as a bit set. */
  private final long[] starts = new long[1 << 10];

  SecretPatterns(Collection<String> texts) {
    Arrays.fill(keys, NONE);
    extended.add(null);
    for (String text : texts) {
      add(text);
    }
    link();
  }

  /** The text with each stretch that is covered by finds replaced; the same if there are none. */
  String replace(String text, String mark) {
    Finds finds = null;
    int state = ROOT;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (state == ROOT && (starts[c >> 6] >> c & 1) == 0) {
        continue;
      }
      state = next(state, c);
      if (longest[state] > 0) {
        if (finds == null) {
          finds = new Finds(text);
        }
        finds.add(i + 1 - longest[state], i + 1);
        List<Integer> more = extended.get(state);
        if (more != null) {
          for (int index : more) {
            finds.extend(index, i + 1 - INDEXED);
          }
        }
      }
    }
    return finds == null ? text : finds.replaced(mark);
  }

  private int next(int from, char c) {
    int state = from;
    while (true) {
      int target = target(state, c);
      if (target != NONE) {
        return target;
      }
      if (state == ROOT) {
        return ROOT;
      }
      state = fail[state];
    }
  }

  private void add(String text) {
    int indexed = Math.min(text.length(), INDEXED);
    int state = ROOT;
    for (int i = 0; i < indexed; i++) {
      int target = target(state, text.charAt(i));
      state = target == NONE ? grow(state, text.charAt(i)) : target;
    }
    longest[state] = depth[state];
    if (text.length() > INDEXED) {
      List<Integer> here = extended.get(state);
      if (here == null) {
        here = new ArrayList<>();
        extended.set(state, here);
      }
      here.add(longs.size());
      longs.add(new LongText(text));
    }
  }

  private int grow(int from, char c) {
    if (states == depth.length) {
      depth = Arrays.copyOf(depth, states * 2);
      fail = Arrays.copyOf(fail, states * 2);
      longest = Arrays.copyOf(longest, states * 2);
    }
    int state = states++;
    depth[state] = depth[from] + 1;
    extended.add(null);
    if (states * 2 > keys.length) {
      rehash();
    }
    put((long) from << 16 | c, state);
    if (from == ROOT) {
      starts[c >> 6] |= 1L << c;
    }
    return state;
  }

  /** States are linked by depth, since a link leads to a shorter one. */
  private void link() {
    int[][] edges = new int[states][];
    for (int slot = 0; slot < keys.length; slot++) {
      if (keys[slot] != NONE) {
        edges[targets[slot]] = new int[] {(int) (keys[slot] >>> 16), (int) (keys[slot] & 0xffff)};
      }
    }
    Integer[] byDepth = new Integer[states - 1];
    Arrays.setAll(byDepth, i -> i + 1);
    Arrays.sort(byDepth, java.util.Comparator.comparingInt(state -> depth[state]));
    for (int state : byDepth) {
      int from = edges[state][0];
      fail[state] = from == ROOT ? ROOT : next(fail[from], (char) edges[state][1]);
      longest[state] = Math.max(longest[state], longest[fail[state]]);
    }
  }

  private int target(int state, char c) {
    long key = (long) state << 16 | c;
    for (int slot = slot(key); keys[slot] != NONE; slot = slot + 1 & keys.length - 1) {
      if (keys[slot] == key) {
        return targets[slot];
      }
    }
    return NONE;
  }

  private void put(long key, int target) {
    int slot = slot(key);
    while (keys[slot] != NONE) {
      slot = slot + 1 & keys.length - 1;
    }
    keys[slot] = key;
    targets[slot] = target;
  }

  private void rehash() {
    long[] oldKeys = keys;
    int[] oldTargets = targets;
    keys = new long[oldKeys.length * 2];
    targets = new int[keys.length];
    Arrays.fill(keys, NONE);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != NONE) {
        put(oldKeys[i], oldTargets[i]);
      }
    }
  }

  private int slot(long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 40) & keys.length - 1;
  }

  /** For each place of a text, how far it repeats the text's own start from there. */
  private static int[] z(String text) {
    int[] z = new int[text.length()];
    z[0] = text.length();
    int left = 0;
    int right = 0;
    for (int i = 1; i < z.length; i++) {
      int known = i < right ? Math.min(right - i, z[i - left]) : 0;
      while (i + known < z.length && text.charAt(known) == text.charAt(i + known)) {
        known++;
      }
      z[i] = known;
      if (i + known > right) {
        left = i;
        right = i + known;
      }
    }
    return z;
  }

  /** Stretches of a text, apart from each other and in order. */
  private final class Finds {
    private final String text;
    private int[] froms = new int[8];
    private int[] ends = new int[8];
    private int count;

    /** For each long text, where it was found last and how far it went on there. */
    private int @Nullable [] lastFroms;

    private int @Nullable [] lastEnds;

    Finds(String text) {
      this.text = text;
    }

    void add(int start, int end) {
      int from = start;
      int to = end;
      while (count > 0 && ends[count - 1] > from) {
        count--;
        from = Math.min(from, froms[count]);
        to = Math.max(to, ends[count]);
      }
      if (count == froms.length) {
        froms = Arrays.copyOf(froms, count * 2);
        ends = Arrays.copyOf(ends, count * 2);
      }
      froms[count] = from;
      ends[count] = to;
      count++;
    }

    /** The long text begins at {@code from}: adds it as far as it goes on. */
    void extend(int index, int from) {
      int[] froms = lastFroms;
      int[] ends = lastEnds;
      if (froms == null || ends == null) {
        froms = lastFroms = new int[longs.size()];
        ends = lastEnds = new int[longs.size()];
      }
      LongText pattern = longs.get(index);
      int length = INDEXED;
      if (ends[index] > from) {
        int repeated = pattern.repeats()[from - froms[index]];
        if (from + repeated < ends[index]) {
          return; // ends before the one that began before it
        }
        length = Math.max(length, ends[index] - from);
      }
      int most = Math.min(pattern.text.length(), text.length() - from);
      while (length < most && pattern.text.charAt(length) == text.charAt(from + length)) {
        length++;
      }
      froms[index] = from;
      ends[index] = from + length;
      add(from, from + length);
    }

    String replaced(String mark) {
      StringBuilder out = new StringBuilder(text.length());
      int done = 0;
      for (int i = 0; i < count; i++) {
        out.append(text, done, froms[i]).append(mark);
        done = ends[i];
      }
      return out.append(text, done, text.length()).toString();
    }
  }
}
