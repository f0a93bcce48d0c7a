package dev.hawser.systemtest.architecture.sample.tasks.internal.left;

import dev.hawser.systemtest.architecture.sample.tasks.internal.right.Right;

/** One half of a cycle. */
public record Left(Right right) {}
