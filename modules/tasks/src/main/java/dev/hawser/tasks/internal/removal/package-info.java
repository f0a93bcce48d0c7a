/**
 * How everything that a project has executed is deleted with the project: what runs is stopped, and
 * then rows, large values, files and the project's part of segments go. What may still be there is
 * known from the rows, so they go after the blobs that they lead to.
 */
@NullMarked
package dev.hawser.tasks.internal.removal;

import org.jspecify.annotations.NullMarked;
