/**
 * The execution plane: triggers, the queue, the engine that runs plans, and the history of what
 * ran. Definitions and their versions belong to the workflows module; this one only reads compiled
 * plans.
 */
@NullMarked
package dev.hawser.tasks;

import org.jspecify.annotations.NullMarked;
