/**
 * Single sign-on of members by OpenID Connect: which provider an organization has, the way there
 * and back through the browser, what tokens must say, and who somebody is here that the provider
 * tells of. Every request to a provider goes through the guarded client. No HTTP of our own:
 * cookies and redirects are the controllers'.
 */
@NullMarked
package dev.hawser.identity.internal.sso;

import org.jspecify.annotations.NullMarked;
