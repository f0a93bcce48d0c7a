/** Which server binaries fit this machine, and unpacking them from the class path into a folder. */
@NullMarked
package dev.hawser.embedded.internal.binaries;

import org.jspecify.annotations.NullMarked;
