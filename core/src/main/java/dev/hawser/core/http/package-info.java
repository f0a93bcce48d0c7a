/**
 * What every HTTP endpoint shares: errors as RFC 9457 problem documents, request ids and W3C trace
 * context, response headers, the caller as a controller parameter, idempotency keys. No endpoint
 * lives here.
 */
@NullMarked
package dev.hawser.core.http;

import org.jspecify.annotations.NullMarked;
