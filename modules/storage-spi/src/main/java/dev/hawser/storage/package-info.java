/**
 * Blobs: the {@link dev.hawser.storage.BlobStore} SPI, its value types and errors, decorators, and
 * the two stores that need no cloud: a folder and memory. The Javadoc here is the contract that
 * every store keeps; {@code storage-tck} checks it. Nothing but the JDK and JSpecify is used. Not
 * here: vendor SDKs (each in its own adapter), tenancy (a {@link
 * dev.hawser.storage.PrefixedBlobStore} around the store), retries, metrics.
 */
@NullMarked
package dev.hawser.storage;

import org.jspecify.annotations.NullMarked;
