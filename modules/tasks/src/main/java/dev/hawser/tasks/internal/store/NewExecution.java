package dev.hawser.tasks.internal.store;

import org.jspecify.annotations.Nullable;

/** An execution to accept, once for each idempotency key. */
public record NewExecution(OpenExecution execution, @Nullable IdempotencyClaim claim) {}
