package dev.hawser.tasks.internal.segment;

import dev.hawser.tasks.ExecutionId;

/**
 * Where an execution is within its segment.
 *
 * @param offset of the block in the segment
 * @param length of the block
 * @param index of the execution within the block
 */
public record BlockPlace(ExecutionId id, long offset, int length, int index) {}
