package dev.hawser.tasks.internal.store;

/** What became of a write that only the owner of an execution may make. */
public enum Written {
  YES,
  /** Another replica owns the execution, or it has ended. */
  FENCED,
  /** We own it, but a former owner wrote this place first: read the journal again. */
  CONFLICT
}
