/**
 * What modules write into the audit log. The log itself is kept by the module that owns users; what
 * is written here reaches it through the outbox.
 */
@NullMarked
package dev.hawser.core.audit;

import org.jspecify.annotations.NullMarked;
