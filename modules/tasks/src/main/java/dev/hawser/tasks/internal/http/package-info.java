/** The HTTP face of the module: hooks, manual triggers and history. */
@NullMarked
package dev.hawser.tasks.internal.http;

import org.jspecify.annotations.NullMarked;
