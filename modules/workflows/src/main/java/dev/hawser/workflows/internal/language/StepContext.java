package dev.hawser.workflows.internal.language;

import dev.hawser.workflows.internal.expression.Usage;
import java.util.Set;
import java.util.TreeSet;

/** The step whose own expressions are being read. */
final class StepContext {
  private final Visibility visibility;
  private final Set<String> reads = new TreeSet<>();
  private boolean readsTime;

  StepContext(Visibility visibility) {
    this.visibility = visibility;
  }

  void use(Part part, Usage usage) {
    visibility.check(part, usage);
    readsTime |= usage.readsNow();
    usage.roots().stream()
        .map(Usage.RootUse::name)
        .filter(root -> !root.equals("steps") && !root.equals("now"))
        .forEach(reads::add);
    usage.steps().forEach(use -> reads.add("steps." + use.id()));
  }

  Visibility visibility() {
    return visibility;
  }

  Set<String> reads() {
    return reads;
  }

  boolean readsTime() {
    return readsTime;
  }
}
