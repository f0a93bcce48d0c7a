/** Evaluating expressions for the editor, outside of any workflow. */
@NullMarked
package dev.hawser.workflows.internal.preview;

import org.jspecify.annotations.NullMarked;
