/**
 * SQL of the tasks schema: open executions, their journal and the history. The hot statements are
 * batches for the group committer.
 */
@NullMarked
package dev.hawser.tasks.internal.store;

import org.jspecify.annotations.NullMarked;
