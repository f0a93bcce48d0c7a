/** Looks for what would keep an installation from working, and says what to do. */
@NullMarked
package dev.hawser.app.internal.doctor;

import org.jspecify.annotations.NullMarked;
