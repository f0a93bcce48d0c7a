/** The conditions that the builder makes: rules with named operators. */
@NullMarked
package dev.hawser.workflows.internal.condition;

import org.jspecify.annotations.NullMarked;
