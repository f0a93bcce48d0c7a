/** App events of projects: names, examples of their payload, and who listens. */
@NullMarked
package dev.hawser.workflows.internal.event;

import org.jspecify.annotations.NullMarked;
