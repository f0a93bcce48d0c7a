/**
 * What other modules may implement for this one: checks of what is deployed that need to know what
 * this module does not.
 */
@NullMarked
package dev.hawser.workflows.spi;

import org.jspecify.annotations.NullMarked;
