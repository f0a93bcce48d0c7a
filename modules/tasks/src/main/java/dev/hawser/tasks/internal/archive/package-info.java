/**
 * Moves ended executions from Postgres into segments of the blob store. One replica does it, the
 * leader of {@code tasks-history}; the others wait for its turn to end.
 */
@NullMarked
package dev.hawser.tasks.internal.archive;

import org.jspecify.annotations.NullMarked;
