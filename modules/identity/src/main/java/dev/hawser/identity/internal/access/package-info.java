/**
 * What a member may do where: from a person and the path of a request to the caller that
 * controllers see. Whoever proves that a request comes from a member (a session, a personal token)
 * ends here.
 */
@NullMarked
package dev.hawser.identity.internal.access;

import org.jspecify.annotations.NullMarked;
