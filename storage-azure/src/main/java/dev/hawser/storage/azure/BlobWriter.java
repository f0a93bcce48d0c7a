package dev.hawser.storage.azure;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlockBlobItem;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.ETag;
import dev.hawser.storage.PutCondition;
import dev.hawser.storage.PutOptions;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Puts blobs: up to one part in one request, more as blocks whose list is committed. Either request
 * makes the blob visible as a whole, carries the condition, and leaves a random write id in the
 * metadata. When its answer is lost, or a condition fails after an answer was lost, that id tells
 * whether it was ours.
 */
final class BlobWriter {
  /** How often a replayable source is staged again after another put of the key dropped blocks. */
  private static final int ROUNDS = 3;

  private final Container container;

  BlobWriter(Container container) {
    this.container = container;
  }

  /** One put: what is the same in all its requests. */
  private record Put(BlobKey key, PutOptions options, String writeId, BlockBlobClient blob) {
    BlobHttpHeaders headers() {
      return new BlobHttpHeaders().setContentType(options.contentType());
    }

    Map<String, String> metadata() {
      Map<String, String> metadata = new HashMap<>(options.metadata());
      metadata.put(Container.WRITE_ID, writeId);
      return metadata;
    }

    BlobRequestConditions conditions() {
      BlobRequestConditions conditions = new BlobRequestConditions();
      switch (options.condition()) {
        case PutCondition.Always() -> {}
        case PutCondition.IfAbsent() -> conditions.setIfNoneMatch("*");
        case PutCondition.IfMatch(ETag etag) -> conditions.setIfMatch(Container.quoted(etag));
      }
      return conditions;
    }
  }

  BlobInfo put(BlobKey key, BlobSource source, PutOptions options) {
    source
        .length()
        .ifPresent(
            length -> {
              if (length > (long) BlockUpload.MAX_BLOCKS * BlobStore.PART_SIZE) {
                throw new BlobException.Rejected(
                    "blob " + key + " of " + length + " bytes is larger than Azure can hold", null);
              }
            });
    for (int round = 1; ; round++) {
      Put put =
          new Put(
              key, options, UUID.randomUUID().toString(), container.blob(key).getBlockBlobClient());
      try {
        return once(put, source);
      } catch (RequestFailure failure) {
        if (!droppedBlocks(failure)) {
          throw AzureErrors.of("put " + key, container, failure);
        }
        checkStillHolds(put);
        if (!source.isReplayable() || round == ROUNDS) {
          throw new BlobException.Unavailable(
              "another put of " + key + " came between the parts of this one; put it again", null);
        }
      }
    }
  }

  private BlobInfo once(Put put, BlobSource source) {
    try (SourceParts parts = new SourceParts(source)) {
      SourceParts.Part first = parts.next(null);
      if (first.last()) {
        BinaryData data =
            BinaryData.fromByteBuffer(ByteBuffer.wrap(first.bytes(), 0, first.length()));
        return complete(put, first.length(), () -> upload(put, data));
      }
      try (BlockUpload upload = new BlockUpload(put.blob, container.attempts())) {
        List<String> ids = upload.stage(parts, first);
        return complete(put, parts.total(), () -> commit(put, ids));
      }
    }
  }

  private static BlockBlobItem upload(Put put, BinaryData data) {
    BlockBlobSimpleUploadOptions options =
        new BlockBlobSimpleUploadOptions(data)
            .setHeaders(put.headers())
            .setMetadata(put.metadata())
            .setRequestConditions(put.conditions());
    return put.blob.uploadWithResponse(options, null, Context.NONE).getValue();
  }

  private static BlockBlobItem commit(Put put, List<String> ids) {
    BlockBlobCommitBlockListOptions options =
        new BlockBlobCommitBlockListOptions(ids)
            .setHeaders(put.headers())
            .setMetadata(put.metadata())
            .setRequestConditions(put.conditions());
    return put.blob.commitBlockListWithResponse(options, null, Context.NONE).getValue();
  }

  /** Sends the request that makes the blob visible, and finds out what became of it. */
  private BlobInfo complete(Put put, long size, Attempts.Request<BlockBlobItem> request) {
    try {
      BlockBlobItem item = container.attempts().run(request);
      return new BlobInfo(
          put.key,
          size,
          Container.etag(item.getETag()),
          item.getLastModified().toInstant(),
          put.options.contentType(),
          put.options.metadata());
    } catch (RequestFailure failure) {
      boolean refused = isConditionFailure(put, failure);
      if (failure.isLost()) {
        return settle(put, failure, refused);
      }
      if (refused) {
        throw new BlobException.ConditionFailed(put.key, put.options.condition());
      }
      throw failure;
    }
  }

  /** Looks at what is there now. A store that cannot be read leaves the question open. */
  private BlobInfo settle(Put put, RequestFailure failure, boolean refused) {
    Optional<Container.Stored> now;
    try {
      now = container.head(put.key);
    } catch (BlobException e) {
      BlobException unknown = unknown(put, failure);
      unknown.addSuppressed(e);
      throw unknown;
    }
    if (now.isPresent() && now.get().writeId().equals(Optional.of(put.writeId))) {
      return now.get().info();
    }
    if (now.isPresent() && (refused || excludes(put.options.condition(), now.get().info()))) {
      throw new BlobException.ConditionFailed(put.key, put.options.condition());
    }
    throw unknown(put, failure);
  }

  /** Whether a put with this condition cannot succeed any more while this blob is there. */
  private static boolean excludes(PutCondition condition, BlobInfo there) {
    return switch (condition) {
      case PutCondition.Always() -> false;
      case PutCondition.IfAbsent() -> true;
      case PutCondition.IfMatch(ETag etag) -> !there.etag().equals(etag);
    };
  }

  private BlobException unknown(Put put, RequestFailure failure) {
    return new BlobException.OutcomeUnknown(
        "put "
            + put.key
            + " in "
            + container
            + " got no answer ("
            + failure.describe()
            + ") and what is there now does not tell whether it was stored",
        failure.getCause());
  }

  private static boolean isConditionFailure(Put put, RequestFailure failure) {
    return switch (put.options.condition()) {
      case PutCondition.Always() -> false;
      case PutCondition.IfAbsent() ->
          failure.is(409, "BlobAlreadyExists") || failure.is(412, "ConditionNotMet");
      case PutCondition.IfMatch(ETag etag) ->
          failure.is(412, "ConditionNotMet")
              || failure.is(412, "TargetConditionNotMet")
              || failure.is(404, "BlobNotFound");
    };
  }

  /**
   * A commit by somebody else drops all blocks that it does not name, ours included. The service
   * looks for the blocks before it looks at the condition.
   */
  private static boolean droppedBlocks(RequestFailure failure) {
    return failure.is(400, "InvalidBlockList");
  }

  private void checkStillHolds(Put put) {
    Optional<BlobInfo> now = container.head(put.key).map(Container.Stored::info);
    boolean holds =
        switch (put.options.condition()) {
          case PutCondition.Always() -> true;
          case PutCondition.IfAbsent() -> now.isEmpty();
          case PutCondition.IfMatch(ETag etag) ->
              now.filter(info -> info.etag().equals(etag)).isPresent();
        };
    if (!holds) {
      throw new BlobException.ConditionFailed(put.key, put.options.condition());
    }
  }
}
