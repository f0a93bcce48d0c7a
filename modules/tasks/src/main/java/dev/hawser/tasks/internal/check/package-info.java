/**
 * What is checked of a definition by those who will run it: that its functions are JavaScript, and
 * that its secrets are there.
 */
@NullMarked
package dev.hawser.tasks.internal.check;

import org.jspecify.annotations.NullMarked;
