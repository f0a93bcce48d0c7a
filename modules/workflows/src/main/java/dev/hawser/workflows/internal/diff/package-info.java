/** Differences between two definitions, by step id and line by line. Pure functions. */
@NullMarked
package dev.hawser.workflows.internal.diff;

import org.jspecify.annotations.NullMarked;
