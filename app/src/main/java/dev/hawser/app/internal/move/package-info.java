/** Moves the blobs of an installation from one store to another while it runs. */
@NullMarked
package dev.hawser.app.internal.move;

import org.jspecify.annotations.NullMarked;
