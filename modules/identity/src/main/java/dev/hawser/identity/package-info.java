/**
 * Organizations, teams, users, projects, API keys, environment secrets and the vault: who may call
 * Hawser, and what only Hawser may know. This package is what other modules may use; everything
 * else is internal. What is only compared is stored as a hash and leaves this module once, when it
 * is made; what must be known again is encrypted by the vault, and leaves this module only through
 * {@link dev.hawser.identity.EnvironmentSecrets}.
 */
@NullMarked
package dev.hawser.identity;

import org.jspecify.annotations.NullMarked;
