/** Whether the process can work: the parts it leans on, and the endpoints that tell. */
@NullMarked
package dev.hawser.app.internal.health;

import org.jspecify.annotations.NullMarked;
