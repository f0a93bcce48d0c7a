/**
 * What API keys and personal tokens have in common: their text, their scopes, and the fast
 * verification of every request. Whose they are and where they are stored is not known here.
 */
@NullMarked
package dev.hawser.identity.internal.credential;

import org.jspecify.annotations.NullMarked;
