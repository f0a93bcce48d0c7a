/** The one hierarchy of errors that callers may see. Modules own error codes, never subclasses. */
@NullMarked
package dev.hawser.core.error;

import org.jspecify.annotations.NullMarked;
