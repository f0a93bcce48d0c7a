package dev.hawser.systemtest.architecture.sample.tasks;

/** In a root package. */
public record Shown(String text) {}
