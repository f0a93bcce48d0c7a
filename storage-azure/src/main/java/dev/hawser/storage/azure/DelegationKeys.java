package dev.hawser.storage.azure;

import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.models.UserDelegationKey;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import dev.hawser.storage.BlobUrlSigner;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Signs for an identity, with a key that the store gives out for seven days. The key is kept and
 * replaced when a URL is to be valid for longer than it is.
 */
final class DelegationKeys implements BlobSigner.Signature {
  /** A machine whose clock is ahead must not get a key that is not valid yet. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private final BlobServiceClient service;
  private final Container container;
  private final String account;
  private final InstantSource clock;
  private final ReentrantLock fetching = new ReentrantLock();
  private volatile @Nullable UserDelegationKey current;

  DelegationKeys(
      BlobServiceClient service, Container container, String account, InstantSource clock) {
    this.service = service;
    this.container = container;
    this.account = account;
    this.clock = clock;
  }

  @Override
  public String sign(BlobClient blob, BlobServiceSasSignatureValues values, Instant expiresAt) {
    return blob.generateUserDelegationSas(values, key(expiresAt), account, Context.NONE);
  }

  private UserDelegationKey key(Instant wanted) {
    UserDelegationKey held = current;
    if (held != null && covers(held, wanted)) {
      return held;
    }
    fetching.lock();
    try {
      UserDelegationKey newest = current;
      if (newest != null && covers(newest, wanted)) {
        return newest; // somebody else was faster
      }
      UserDelegationKey fetched = fetch(wanted);
      current = fetched;
      return fetched;
    } finally {
      fetching.unlock();
    }
  }

  private static boolean covers(UserDelegationKey key, Instant wanted) {
    return !key.getSignedExpiry().toInstant().isBefore(wanted);
  }

  /** The store refuses an expiry later than seven days from now, by its own clock. */
  private UserDelegationKey fetch(Instant wanted) {
    Instant now = clock.instant();
    Instant longest = now.plus(BlobUrlSigner.MAX_VALIDITY).minus(SKEW);
    Instant expiry = wanted.isAfter(longest) ? wanted : longest;
    try {
      return container
          .attempts()
          .run(
              () ->
                  service
                      .getUserDelegationKeyWithResponse(
                          utc(now.minus(SKEW)), utc(expiry), null, Context.NONE)
                      .getValue());
    } catch (RequestFailure failure) {
      throw AzureErrors.of(
          "get a key for signed URLs (which needs the role Storage Blob Delegator)",
          container,
          failure);
    }
  }

  private static OffsetDateTime utc(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
