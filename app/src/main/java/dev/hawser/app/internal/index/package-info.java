/** What the built jar knows of itself, so that a start does not search 60,000 entries for it. */
@NullMarked
package dev.hawser.app.internal.index;

import org.jspecify.annotations.NullMarked;
