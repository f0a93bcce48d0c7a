/**
 * What Hawser uses of Google's cloud, through its JSON APIs: blobs in a bucket ({@link
 * dev.hawser.storage.gcp.GcsBlobStore}) and keys of Cloud KMS for the vault ({@link
 * dev.hawser.storage.gcp.CloudKmsKeyService}); the login is the same. Nothing of Google's libraries
 * is loaded before one of them is opened, and none of their types is in a public signature.
 */
@NullMarked
package dev.hawser.storage.gcp;

import org.jspecify.annotations.NullMarked;
