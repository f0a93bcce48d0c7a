/** API keys of projects: creation, listing, revocation and whom they make the caller. */
@NullMarked
package dev.hawser.identity.internal.key;

import org.jspecify.annotations.NullMarked;
