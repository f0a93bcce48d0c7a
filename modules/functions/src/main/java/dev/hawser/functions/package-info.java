/**
 * The sandbox for customers' JavaScript: what a {@code function} step runs. Other modules see the
 * {@link dev.hawser.functions.FunctionRunner} that runs a function and the {@link
 * dev.hawser.functions.FunctionSyntax} that checks one when a workflow is saved. Strangers' code is
 * run and parsed in processes of its own; nothing here knows workflows, steps or history.
 */
@NullMarked
package dev.hawser.functions;

import org.jspecify.annotations.NullMarked;
