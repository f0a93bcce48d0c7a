/**
 * Segments: blobs that hold many ended executions, packed and compressed.
 *
 * <p><b>Format, version 1.</b> Numbers are big-endian. A segment is blocks of executions, an index
 * block and a footer:
 *
 * <pre>
 * block    magic "HSG" and the version (4 bytes) · CRC-32C of all that follows (4)
 *          · size of the content (4) · the content, raw deflate (RFC 1951)
 * footer   offset of the index block (8) · its length (4) · number of executions (4)
 *          · CRC-32C of these 16 bytes (4) · "HSG" and the version (4)
 * </pre>
 *
 * The content of a block of executions is their number (4), one entry for each, and then their data
 * in the same order: input, records, error. An entry is project (16), execution (16), workflow
 * (16), version (4), kind of trigger (1), status (1), start and end in microseconds since 1970 (8
 * each), tasks (4), the execution that it replays (16, zero when none), and the sizes of input,
 * records and error (4 each; error −1 when there is none). The content of the index block is the
 * number of blocks (4) and for each its offset (8), length (4), number of executions (4) and their
 * ids (16 each).
 *
 * <p>Executions are gathered until a block has {@value
 * dev.hawser.tasks.internal.segment.SegmentWriter#BLOCK_SIZE} bytes; a larger one has a block of
 * its own. So one execution is read with one range get of some kilobytes, given the block's place,
 * which Postgres knows. A segment tells everything about its executions, so that history can be
 * made again from segments alone. A reader refuses versions that it does not know.
 *
 * <p>Knows nothing of Postgres.
 */
@NullMarked
package dev.hawser.tasks.internal.segment;

import org.jspecify.annotations.NullMarked;
