/** The runner process: its main class, and how it gives up its rights before the first call. */
@NullMarked
package dev.hawser.functions.internal.runner;

import org.jspecify.annotations.NullMarked;
