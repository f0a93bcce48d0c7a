/**
 * Identifiers: UUIDv7 inside, prefixed text such as {@code prj_01h455vb4pex5vsknk084sn02q} outside.
 */
@NullMarked
package dev.hawser.core.id;

import org.jspecify.annotations.NullMarked;
