/** A Redis data folder: configuration, orphans, and starting the server on it. */
@NullMarked
package dev.hawser.embedded.internal.redis;

import org.jspecify.annotations.NullMarked;
