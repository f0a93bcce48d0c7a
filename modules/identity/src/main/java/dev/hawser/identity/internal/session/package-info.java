/**
 * Signing in to the console: passwords, sessions and what holds off those who guess. Whoever has
 * proven otherwise who somebody is (single sign-on) opens a session here, and whoever changes what
 * somebody may do ends sessions here. No HTTP: cookies are read and written by the controllers.
 */
@NullMarked
package dev.hawser.identity.internal.session;

import org.jspecify.annotations.NullMarked;
