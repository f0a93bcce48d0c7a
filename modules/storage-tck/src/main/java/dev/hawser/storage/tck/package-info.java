/**
 * The contract of {@link dev.hawser.storage.BlobStore} as tests, one class for each theme. A store
 * joins with one class that extends {@link dev.hawser.storage.tck.BlobStoreContract} and fills its
 * two hooks, and one behind a network with {@link dev.hawser.storage.tck.RemoteBlobStoreContract}
 * instead, which adds faults, refusals and signatures. Test methods are final and say one thing
 * each. Not here: tests of how one store works inside; a defect of one emulator, which its own
 * subclass lists.
 */
@NullMarked
package dev.hawser.storage.tck;

import org.jspecify.annotations.NullMarked;
