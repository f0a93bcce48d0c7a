/**
 * Clients of the three logical Redis stores. Everything in Redis can be rebuilt: nobody keeps the
 * only copy of anything here, and every caller has an answer for a store that is down.
 */
@NullMarked
package dev.hawser.core.redis;

import org.jspecify.annotations.NullMarked;
