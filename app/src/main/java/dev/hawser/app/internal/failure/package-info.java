/** Errors that an operator can mend. */
@NullMarked
package dev.hawser.app.internal.failure;

import org.jspecify.annotations.NullMarked;
