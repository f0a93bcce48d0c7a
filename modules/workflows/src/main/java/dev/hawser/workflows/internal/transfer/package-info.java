/**
 * Brings workflows, and the app events that they name, from one project of an organization to
 * another, as drafts. What promoting from stage to stage rests on.
 */
@NullMarked
package dev.hawser.workflows.internal.transfer;

import org.jspecify.annotations.NullMarked;
