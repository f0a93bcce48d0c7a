/** What must hold before something is deployed, beside the definition itself. */
@NullMarked
package dev.hawser.workflows.internal.check;

import org.jspecify.annotations.NullMarked;
