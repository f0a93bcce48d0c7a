/**
 * What other modules give to this one: how their data of a connected user is deleted. No
 * implementation lives here.
 */
@NullMarked
package dev.hawser.identity.spi;

import org.jspecify.annotations.NullMarked;
