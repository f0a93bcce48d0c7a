/**
 * The commands' way to a server: where it is, with which key, and the API's answers as records.
 * Knows HTTP and the shapes of the API, nothing of terminals.
 */
@NullMarked
package dev.hawser.app.internal.cli.client;

import org.jspecify.annotations.NullMarked;
