/**
 * A PostgreSQL data folder: initialization, version and ownership checks, orphans, and starting the
 * server on it.
 */
@NullMarked
package dev.hawser.embedded.internal.postgres;

import org.jspecify.annotations.NullMarked;
