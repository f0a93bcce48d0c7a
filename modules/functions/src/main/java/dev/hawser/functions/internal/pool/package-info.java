/**
 * The server's side: the queue that is fair between projects, the workers, and the processes they
 * start, watch, end and replace.
 */
@NullMarked
package dev.hawser.functions.internal.pool;

import org.jspecify.annotations.NullMarked;
