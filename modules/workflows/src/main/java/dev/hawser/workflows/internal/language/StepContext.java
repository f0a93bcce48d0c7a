package dev.hawser.workflows.internal.language;

import dev.hawser.workflows.internal.expression.Usage;
import java.util.Set;
import java.util.TreeSet;

/** The step whose own expressions are being read, and what they can see at this place. */
final class StepContext {
  private final Visibility visibility;
  private final Reads reads;

  private StepContext(Visibility visibility, Reads reads) {
    this.visibility = visibility;
    this.reads = reads;
  }

  StepContext(Visibility visibility) {
    this(visibility, new Reads());
  }

  /** What the expressions of one step read. */
  private static final class Reads {
    private final Set<String> names = new TreeSet<>();
    private boolean time;
  }

  /** The same step, at a place where something else can be seen. */
  StepContext seeing(Visibility other) {
    return new StepContext(other, reads);
  }

  void use(Part part, Usage usage) {
    visibility.check(part, usage);
    reads.time |= usage.readsNow();
    usage.roots().stream()
        .map(Usage.RootUse::name)
        .filter(root -> !root.equals("steps") && !root.equals("now"))
        .forEach(reads.names::add);
    usage.steps().forEach(use -> reads.names.add("steps." + use.id()));
  }

  Visibility visibility() {
    return visibility;
  }

  Set<String> reads() {
    return reads.names;
  }

  boolean readsTime() {
    return reads.time;
  }
}
