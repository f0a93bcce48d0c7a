/**
 * Large values of executions as blobs of their own: {@link
 * dev.hawser.tasks.internal.payload.Payloads} stores one and gives a reference, opens a reference
 * and gives a stream. Not here: who refers to what, which belongs to the store, and the removal of
 * what nobody refers to.
 */
@NullMarked
package dev.hawser.tasks.internal.payload;

import org.jspecify.annotations.NullMarked;
