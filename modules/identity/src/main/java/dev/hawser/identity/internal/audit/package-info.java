/**
 * The audit log: one chain of entries for each organization, in which each entry's hash covers the
 * one before. Entries come through the outboxes of all modules; nothing else writes here.
 */
@NullMarked
package dev.hawser.identity.internal.audit;

import org.jspecify.annotations.NullMarked;
