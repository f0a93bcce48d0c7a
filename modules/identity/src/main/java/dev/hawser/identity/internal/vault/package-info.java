/**
 * The vault: encrypts what must be known again, under keys that are not in the database. Knows
 * nothing of what it keeps; whose it is and what for is bound to each ciphertext. Tink's types stay
 * in here.
 */
@NullMarked
package dev.hawser.identity.internal.vault;

import org.jspecify.annotations.NullMarked;
