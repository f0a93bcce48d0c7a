package dev.hawser.workflows.internal.diff;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.algorithm.DiffAlgorithmListener;
import com.github.difflib.patch.ChangeDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.Patch;
import dev.hawser.workflows.internal.canonical.CanonicalYaml;
import dev.hawser.workflows.internal.canonical.FieldOrder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A unified diff of two definitions in canonical YAML, without their layout. */
public final class TextDiff {
  private static final int CONTEXT = 3;

  /** Myers' algorithm takes time and memory by the square of this. */
  private static final int MOST_EDITS = 1_500;

  private TextDiff() {}

  /** A definition and what it is called in the head. */
  public record Side(String title, Map<?, ?> definition) {}

  /**
   * Empty when there is no difference. Where more than 1,500 lines are different, all of them are
   * replaced at once.
   */
  public static String between(Side from, Side to) {
    List<String> before = lines(from.definition());
    List<String> after = lines(to.definition());
    if (before.equals(after)) {
      return "";
    }
    List<String> lines =
        UnifiedDiffUtils.generateUnifiedDiff(
            from.title(), to.title(), before, patch(before, after), CONTEXT);
    return String.join("\n", lines) + "\n";
  }

  private static List<String> lines(Map<?, ?> definition) {
    Map<String, @Nullable Object> ordered = FieldOrder.of(definition);
    ordered.remove("ui");
    return CanonicalYaml.of(ordered).lines().toList();
  }

  private static Patch<String> patch(List<String> before, List<String> after) {
    try {
      return DiffUtils.diff(before, after, new Limit());
    } catch (TooDifferentException e) {
      Patch<String> patch = new Patch<>();
      patch.addDelta(new ChangeDelta<>(new Chunk<>(0, before), new Chunk<>(0, after)));
      return patch;
    }
  }

  private static final class TooDifferentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooDifferentException() {
      super(null, null, false, false);
    }
  }

  private static final class Limit implements DiffAlgorithmListener {
    @Override
    public void diffStart() {}

    @Override
    public void diffStep(int edits, int most) {
      if (edits > MOST_EDITS) {
        throw new TooDifferentException();
      }
    }

    @Override
    public void diffEnd() {}
  }
}
