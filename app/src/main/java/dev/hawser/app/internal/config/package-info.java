/** The settings of the deployable itself, and the list of all settings there are. */
@NullMarked
package dev.hawser.app.internal.config;

import org.jspecify.annotations.NullMarked;
