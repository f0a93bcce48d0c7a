/**
 * The only way out: HTTP requests to addresses that tenants choose, with limits and an address
 * policy.
 */
@NullMarked
package dev.hawser.core.egress;

import org.jspecify.annotations.NullMarked;
