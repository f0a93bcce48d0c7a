package dev.hawser.storage.azure;

import java.time.Instant;

/**
 * What an identity shows to the store instead of a key.
 *
 * @param refreshAt from then on it is time for a new one, although this one is still good
 */
record Token(AzureSecret bearer, Instant refreshAt, Instant expiresAt) {}
