/**
 * The bytes of files that workflows handle: stored in the blob store, named, limited, deleted.
 * Everything streams; nothing here holds a file in memory.
 */
@NullMarked
package dev.hawser.tasks.internal.files;

import org.jspecify.annotations.NullMarked;
