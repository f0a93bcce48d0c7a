/** The first administrator of an installation. */
@NullMarked
package dev.hawser.identity.internal.setup;

import org.jspecify.annotations.NullMarked;
