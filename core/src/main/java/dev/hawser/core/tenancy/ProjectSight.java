package dev.hawser.core.tenancy;

/**
 * Which other projects a caller can see: those where the caller may do what its permissions say.
 * For requests about more than the project in their path.
 */
public interface ProjectSight {
  /** Whether it is there for this caller. May block on the database. */
  boolean sees(OrganizationCaller caller, ProjectId project);
}
