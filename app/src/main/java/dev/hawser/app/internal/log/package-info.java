/** How log lines look and where they go. Configured in code: no XML is read at start. */
@NullMarked
package dev.hawser.app.internal.log;

import org.jspecify.annotations.NullMarked;
