/**
 * What the vault asks of a key service in a cloud: wrap and unwrap data keys. Adapters for the
 * clouds implement it, the vault uses it, and neither knows the other. No implementation, no
 * retries and no caches live here.
 */
@NullMarked
package dev.hawser.vault;

import org.jspecify.annotations.NullMarked;
