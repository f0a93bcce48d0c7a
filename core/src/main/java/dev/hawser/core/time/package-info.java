/**
 * The only room that may ask the machine what time it is. Everybody else gets a {@link
 * java.time.InstantSource}.
 */
@NullMarked
package dev.hawser.core.time;

import org.jspecify.annotations.NullMarked;
