package dev.hawser.systemtest.architecture.sample.banned;

/** Has a name that says nothing. */
interface TimeManager {
  long time();
}
