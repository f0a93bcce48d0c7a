/**
 * The only room that may ask the machine what time it is; everybody else gets a {@link
 * java.time.InstantSource}. Loops that pause are told here to end.
 */
@NullMarked
package dev.hawser.core.time;

import org.jspecify.annotations.NullMarked;
