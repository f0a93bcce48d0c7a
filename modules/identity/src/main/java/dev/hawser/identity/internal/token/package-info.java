/**
 * Personal access tokens: what a member gives to a program that is to act for them. Creation,
 * listing, revocation and whom they make the caller.
 */
@NullMarked
package dev.hawser.identity.internal.token;

import org.jspecify.annotations.NullMarked;
