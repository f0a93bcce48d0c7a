/**
 * Blobs in a bucket of Amazon S3 or of a service that speaks its protocol. Start at {@link
 * dev.hawser.storage.aws.S3BlobStore}. The AWS SDK is used here only and is in no public signature;
 * none of its classes is loaded before a store is opened. Requests are sent again in one place,
 * {@code S3Bucket}; the SDK's own retries are off, because only who knows each attempt can tell
 * whether a put may have happened.
 */
@NullMarked
package dev.hawser.storage.aws;

import org.jspecify.annotations.NullMarked;
