/**
 * Definitions in one order and one spelling, so that equal ones are equal texts. Pure functions.
 */
@NullMarked
package dev.hawser.workflows.internal.canonical;

import org.jspecify.annotations.NullMarked;
