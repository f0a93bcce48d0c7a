/** From settings to a serving process and back: servers, migrations, container, orderly stop. */
@NullMarked
package dev.hawser.app.internal.start;

import org.jspecify.annotations.NullMarked;
