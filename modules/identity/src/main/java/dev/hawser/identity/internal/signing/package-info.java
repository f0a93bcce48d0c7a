/**
 * Whose signature makes a user token of a project, and whether a token has one: signing keys, key
 * sets of issuers, and the check itself. Nothing here knows what a connected user is. The rules and
 * their reasons are in docs/decisions/0020-user-tokens.md.
 */
@NullMarked
package dev.hawser.identity.internal.signing;

import org.jspecify.annotations.NullMarked;
