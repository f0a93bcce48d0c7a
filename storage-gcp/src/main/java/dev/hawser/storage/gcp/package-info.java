/**
 * Blobs in a bucket of Google Cloud Storage, through its JSON API. Entry: {@link
 * dev.hawser.storage.gcp.GcsBlobStore}. Nothing of Google's libraries is loaded before a store is
 * opened, and none of their types is in a public signature.
 */
@NullMarked
package dev.hawser.storage.gcp;

import org.jspecify.annotations.NullMarked;
