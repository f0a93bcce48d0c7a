/**
 * Connected users, who are the users of customers: seen for the first time, listed, searched,
 * changed, disabled, deleted with all their data. What other modules keep of them is deleted
 * through {@code spi.ConnectedUserData}.
 */
@NullMarked
package dev.hawser.identity.internal.connected;

import org.jspecify.annotations.NullMarked;
