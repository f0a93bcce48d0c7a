/**
 * Whether the parts that this process leans on are there. Each part says so by a {@link
 * dev.hawser.core.health.HealthPart}; {@link dev.hawser.core.health.HealthMonitor} asks them,
 * bounded in time and not more often than needed. How it is shown over HTTP is not decided here.
 */
@NullMarked
package dev.hawser.core.health;

import org.jspecify.annotations.NullMarked;
