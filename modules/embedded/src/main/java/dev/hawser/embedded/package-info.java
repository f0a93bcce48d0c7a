/**
 * Real PostgreSQL and Redis servers as child processes, for installations that bring none of their
 * own. Data lives in one folder and is as durable as in any other installation (fsync on). Start
 * with {@link dev.hawser.embedded.EmbeddedServers}. Nothing here knows SQL, schemas, keys or
 * settings of Hawser.
 */
@NullMarked
package dev.hawser.embedded;

import org.jspecify.annotations.NullMarked;
