/**
 * Tells workers that executions wait. Messages are hints with ids in them; the truth is in
 * Postgres.
 */
@NullMarked
package dev.hawser.tasks.internal.queue;

import org.jspecify.annotations.NullMarked;
