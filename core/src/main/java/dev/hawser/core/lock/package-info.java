/**
 * Cluster-wide singletons: one replica holds the leadership of a name, with a fencing token that
 * Postgres checks.
 */
@NullMarked
package dev.hawser.core.lock;

import org.jspecify.annotations.NullMarked;
