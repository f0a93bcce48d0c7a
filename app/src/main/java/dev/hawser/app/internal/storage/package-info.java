/** The blob store that the settings choose: opened, proven and measured. */
@NullMarked
package dev.hawser.app.internal.storage;

import org.jspecify.annotations.NullMarked;
