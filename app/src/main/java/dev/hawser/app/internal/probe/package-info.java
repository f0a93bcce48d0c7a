/** Asks Postgres and Redis servers who they are, and says in plain words why they do not answer. */
@NullMarked
package dev.hawser.app.internal.probe;

import org.jspecify.annotations.NullMarked;
