/** From settings to keys of clouds, for the vault. */
@NullMarked
package dev.hawser.app.internal.vault;

import org.jspecify.annotations.NullMarked;
