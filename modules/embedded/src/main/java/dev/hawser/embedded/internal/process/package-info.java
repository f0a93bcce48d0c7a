/**
 * Child processes on Linux: forking, signals, giving up root, death together with the JVM, orphans,
 * supervision. Knows neither PostgreSQL nor Redis.
 */
@NullMarked
package dev.hawser.embedded.internal.process;

import org.jspecify.annotations.NullMarked;
