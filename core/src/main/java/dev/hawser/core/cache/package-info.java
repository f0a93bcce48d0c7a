/**
 * The cache that replicas share: entries in the Redis store "cache", large ones in the blob store.
 * Nothing in it is the truth; losing all of it costs time and nothing else. Not here: caches in the
 * memory of one process, and what replicas tell each other.
 */
@NullMarked
package dev.hawser.core.cache;

import org.jspecify.annotations.NullMarked;
