package dev.hawser.core.tenancy;

/** By what a caller has proven who it is: some things are only for a person who is there. */
public enum Credential {
  /** A person has signed in. */
  SESSION,
  /** A token that acts for a member. */
  PERSONAL_TOKEN,
  /** A key of one project. */
  API_KEY
}
