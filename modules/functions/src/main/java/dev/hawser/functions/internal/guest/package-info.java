/**
 * The JavaScript engine and one call inside it: contexts, what a function finds there, its limits
 * and its errors. Runs in a runner process, or in the server where the operator chose so.
 */
@NullMarked
package dev.hawser.functions.internal.guest;

import org.jspecify.annotations.NullMarked;
