/**
 * What Hawser uses of Amazon's cloud: blobs in a bucket of S3 or of a service that speaks its
 * protocol ({@link dev.hawser.storage.aws.S3BlobStore}), and keys of KMS for the vault ({@link
 * dev.hawser.storage.aws.KmsKeyService}); credentials and the HTTP client are the same. The AWS SDK
 * is used here only and is in no public signature; none of its classes is loaded before one of them
 * is opened. Requests to S3 are sent again in one place, {@code S3Bucket}; the SDK's own retries
 * are off, because only who knows each attempt can tell whether a put may have happened.
 */
@NullMarked
package dev.hawser.storage.aws;

import org.jspecify.annotations.NullMarked;
