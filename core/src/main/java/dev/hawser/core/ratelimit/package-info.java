/**
 * Token buckets that all replicas share through Redis, with leases in memory so that few requests
 * ask it, and buckets of this replica's own for the time when Redis cannot be asked. Who is limited
 * by what is decided elsewhere: docs/rate-limits.md, docs/decisions/0022-rate-limits.md. Beside
 * them {@link dev.hawser.core.ratelimit.ProjectTurns}, which count what runs at once on one
 * replica.
 */
@NullMarked
package dev.hawser.core.ratelimit;

import org.jspecify.annotations.NullMarked;
