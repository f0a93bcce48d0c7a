/** API keys: creation, listing, revocation and the fast verification of every request. */
@NullMarked
package dev.hawser.identity.internal.key;

import org.jspecify.annotations.NullMarked;
