package dev.hawser.systemtest.architecture.sample.workflows;

import dev.hawser.systemtest.architecture.sample.core.internal.secret.Hidden;

/** Uses what another module does not show. */
public record UsesInternals(Hidden hidden) {}
