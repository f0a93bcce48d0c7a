/**
 * Events from one module to another, written in the transaction of what they tell of and delivered
 * afterwards, at least once. Modules may be on different database servers. No event of a module
 * lives here.
 */
@NullMarked
package dev.hawser.core.outbox;

import org.jspecify.annotations.NullMarked;
