/** The command line: one class per command, thrown {@code OperatorError}s become one clear line. */
@NullMarked
package dev.hawser.app.internal.cli;

import org.jspecify.annotations.NullMarked;
