/**
 * What must hold before something is deployed, beside the definition itself. Other rooms implement
 * it.
 */
@NullMarked
package dev.hawser.workflows.internal.check;

import org.jspecify.annotations.NullMarked;
