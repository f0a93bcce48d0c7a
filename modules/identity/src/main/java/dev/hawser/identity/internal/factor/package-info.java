/**
 * The second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes for when it
 * is lost. Knows nothing of passwords and sessions; who asks here has checked those.
 */
@NullMarked
package dev.hawser.identity.internal.factor;

import org.jspecify.annotations.NullMarked;
