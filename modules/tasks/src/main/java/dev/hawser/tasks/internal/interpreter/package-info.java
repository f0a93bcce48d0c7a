/**
 * The pure core: walks a plan, decides what runs next, and resumes from records. No clock, no IO,
 * no framework: all of that comes through {@link dev.hawser.tasks.internal.interpreter.Host}.
 */
@NullMarked
package dev.hawser.tasks.internal.interpreter;

import org.jspecify.annotations.NullMarked;
