package dev.hawser.systemtest.architecture.sample.core;

import dev.hawser.systemtest.architecture.sample.tasks.Shown;

/** Breaks the order of the floors. */
public record UsesTasks(Shown shown) {}
