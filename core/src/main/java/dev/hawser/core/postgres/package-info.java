/** What modules share about Postgres: plain connections, error classes and the group committer. */
@NullMarked
package dev.hawser.core.postgres;

import org.jspecify.annotations.NullMarked;
