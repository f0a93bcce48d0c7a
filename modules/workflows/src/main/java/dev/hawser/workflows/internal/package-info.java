/** How the module works inside. Nothing here is visible to other modules. */
@NullMarked
package dev.hawser.workflows.internal;

import org.jspecify.annotations.NullMarked;
