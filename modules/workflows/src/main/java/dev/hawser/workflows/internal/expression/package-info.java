/**
 * Expressions and templates: parsing, checking, compiling and evaluating what stands between double
 * braces. Knows JSON values and scopes, but not the shape of a definition.
 */
@NullMarked
package dev.hawser.workflows.internal.expression;

import org.jspecify.annotations.NullMarked;
