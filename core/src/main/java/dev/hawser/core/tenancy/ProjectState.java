package dev.hawser.core.tenancy;

/** What may be done in a project. */
public enum ProjectState {
  /** Everything. Also what is said of a project that nobody has ever heard of. */
  ACTIVE,

  /** Look, and let what has begun end; nothing new. */
  ARCHIVED,

  /** Nothing: it is being deleted, or was. */
  GONE
}
