/**
 * Environment secrets: kept in the vault, read by executions, never shown to anybody. Who has read
 * which is written down.
 */
@NullMarked
package dev.hawser.identity.internal.secret;

import org.jspecify.annotations.NullMarked;
