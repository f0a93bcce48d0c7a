package dev.hawser.systemtest.architecture.sample.core.internal.secret;

/** Not for other modules. */
public record Hidden(String text) {}
