/**
 * What Hawser uses of Azure: blobs in a container ({@link dev.hawser.storage.azure.AzureBlobStore})
 * and keys of Key Vault ({@link dev.hawser.storage.azure.KeyVaultKeyService}), with their settings;
 * connections and identities are the same. The vendor's client signs, speaks the protocol and reads
 * its answers; connections, retries, identities and the pieces of large blobs are ours, and so no
 * type of the vendor is in a public signature. Not here: the contract ({@code storage-spi}),
 * reading of configuration files.
 */
@NullMarked
package dev.hawser.storage.azure;

import org.jspecify.annotations.NullMarked;
