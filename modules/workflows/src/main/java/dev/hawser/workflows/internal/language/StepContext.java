package dev.hawser.workflows.internal.language;

import dev.hawser.workflows.internal.expression.Usage;

/** The step whose own expressions are being read. */
final class StepContext {
  private final Visibility visibility;
  private boolean readsTime;

  StepContext(Visibility visibility) {
    this.visibility = visibility;
  }

  void use(Part part, Usage usage) {
    visibility.check(part, usage);
    readsTime |= usage.readsNow();
  }

  Visibility visibility() {
    return visibility;
  }

  boolean readsTime() {
    return readsTime;
  }
}
