package dev.hawser.systemtest.architecture.sample.tasks.internal.right;

import dev.hawser.systemtest.architecture.sample.tasks.internal.left.Left;
import java.util.Optional;

/** The other half. */
public record Right(Optional<String> text) {
  Left left() {
    return new Left(this);
  }
}
