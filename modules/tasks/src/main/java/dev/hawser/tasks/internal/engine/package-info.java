/** Accepts, owns, runs, parks and hands over executions. */
@NullMarked
package dev.hawser.tasks.internal.engine;

import org.jspecify.annotations.NullMarked;
