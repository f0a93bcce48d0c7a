/** Definitions in other languages. Pure functions. */
@NullMarked
package dev.hawser.workflows.internal.export;

import org.jspecify.annotations.NullMarked;
