/** Checking definitions where there is no server. */
@NullMarked
package dev.hawser.workflows.internal.lint;

import org.jspecify.annotations.NullMarked;
