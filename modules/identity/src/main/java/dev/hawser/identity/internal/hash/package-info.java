/** Hashing of passwords and secrets with Argon2id, and the text form of secrets. */
@NullMarked
package dev.hawser.identity.internal.hash;

import org.jspecify.annotations.NullMarked;
