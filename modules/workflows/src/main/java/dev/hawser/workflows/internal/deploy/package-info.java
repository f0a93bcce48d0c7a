/** Plans for the execution plane: compiled, cached in the process and in Redis. */
@NullMarked
package dev.hawser.workflows.internal.deploy;

import org.jspecify.annotations.NullMarked;
