/** What an ahead-of-time training run does with a server: what its first user does. */
@NullMarked
package dev.hawser.app.internal.train;

import org.jspecify.annotations.NullMarked;
