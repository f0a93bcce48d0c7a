package dev.hawser.storage.azure;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.options.BlockBlobStageBlockOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import dev.hawser.storage.BlobException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Stages the parts of one put as blocks, two at a time. Staged blocks are invisible until a list of
 * them is committed, and Azure drops them after a week; their ids begin with a random number, so
 * that two puts of one key never mix.
 */
final class BlockUpload implements AutoCloseable {
  /** Of one blob: the service's limit. */
  static final int MAX_BLOCKS = 50_000;

  private static final int IN_FLIGHT = 2;

  private final BlockBlobClient blob;
  private final Attempts attempts;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("azure-block-", 0).factory());
  private final UUID upload = UUID.randomUUID();
  private final Deque<Staging> inFlight = new ArrayDeque<>();
  private final List<String> ids = new ArrayList<>();

  /** Array of a part that is stored, for the next one: so there are never more than three. */
  private byte @Nullable [] spare;

  BlockUpload(BlockBlobClient blob, Attempts attempts) {
    this.blob = blob;
    this.attempts = attempts;
  }

  private record Staging(byte[] bytes, Future<?> done) {}

  /**
   * Stages all parts.
   *
   * @param first was read already
   * @return the ids of the blocks, in order
   * @throws RequestFailure when a block could not be stored
   */
  List<String> stage(SourceParts parts, SourceParts.Part first) {
    SourceParts.Part part = first;
    send(part);
    while (!part.last()) {
      part = parts.next(spare);
      spare = null;
      send(part);
    }
    while (!inFlight.isEmpty()) {
      await(inFlight.remove());
    }
    return ids;
  }

  private void send(SourceParts.Part part) {
    if (ids.size() == MAX_BLOCKS) {
      throw new BlobException.Rejected(
          "the source is longer than the " + MAX_BLOCKS + " parts that Azure can hold", null);
    }
    if (inFlight.size() == IN_FLIGHT) {
      Staging oldest = inFlight.remove();
      await(oldest);
      spare = oldest.bytes;
    }
    String id = id(ids.size());
    ids.add(id);
    Future<?> done = threads.submit(() -> stageOne(id, part));
    inFlight.add(new Staging(part.bytes(), done));
  }

  private void stageOne(String id, SourceParts.Part part) {
    ByteBuffer bytes = ByteBuffer.wrap(part.bytes(), 0, part.length());
    attempts.run(
        () ->
            blob.stageBlockWithResponse(
                new BlockBlobStageBlockOptions(id, BinaryData.fromByteBuffer(bytes)),
                null,
                Context.NONE));
  }

  /** All ids of a blob must have the same length. */
  private String id(int number) {
    ByteBuffer id =
        ByteBuffer.allocate(20)
            .putLong(upload.getMostSignificantBits())
            .putLong(upload.getLeastSignificantBits())
            .putInt(number);
    return Base64.getEncoder().encodeToString(id.array());
  }

  private static void await(Staging staging) {
    try {
      staging.done.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BlobException.Unavailable("interrupted while parts were being stored", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  /** Waits for what is on its way, which ends soon: it is interrupted, so it is not repeated. */
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
