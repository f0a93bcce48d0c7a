/**
 * What happens to history in the end: days that are older than the retention go, in Postgres and in
 * every {@linkplain dev.hawser.tasks.internal.retention.DayArea area} of the blob store that is
 * divided into days; blobs that nothing refers to go earlier. All of it may be stopped anywhere and
 * repeated. Done by the leader of {@code tasks-history}.
 */
@NullMarked
package dev.hawser.tasks.internal.retention;

import org.jspecify.annotations.NullMarked;
