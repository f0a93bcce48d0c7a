package dev.hawser.tasks.internal.segment;

import dev.hawser.storage.Blob;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.ByteRange;
import dev.hawser.tasks.ExecutionId;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads executions from segments. Every method throws {@link SegmentDamagedException} when the
 * segment is not there or not what was written, and {@link BlobException} when the store cannot be
 * used.
 */
@Singleton
public final class SegmentReader {
  private final BlobStore store;

  public SegmentReader(BlobStore store) {
    this.store = store;
  }

  /** One execution, with one range get. */
  public SegmentEntry read(BlobKey segment, BlockPlace place) throws SegmentDamagedException {
    SegmentEntry entry =
        SegmentBlock.entry(bytes(segment, place.offset(), place.length()), place.index());
    if (!entry.id().equals(place.id())) {
      throw new SegmentDamagedException(
          "%s has %s where %s should be".formatted(segment, entry.id(), place.id()));
    }
    return entry;
  }

  /** Whether there is a segment of this name. */
  public boolean exists(BlobKey segment) {
    return store.head(segment).isPresent();
  }

  /** All executions of a segment, in order. For one whose size is that of a segment of ours. */
  public List<SegmentEntry> all(BlobKey segment) throws SegmentDamagedException {
    List<SegmentEntry> entries = new ArrayList<>();
    for (SegmentBlock.Line line : lines(segment)) {
      entries.addAll(SegmentBlock.entries(bytes(segment, line.offset(), line.length())));
    }
    return entries;
  }

  /** Where each execution of a segment is, in order: from the segment alone. */
  public List<BlockPlace> index(BlobKey segment) throws SegmentDamagedException {
    List<BlockPlace> places = new ArrayList<>();
    for (SegmentBlock.Line line : lines(segment)) {
      int at = 0;
      for (ExecutionId id : line.executions()) {
        places.add(new BlockPlace(id, line.offset(), line.length(), at++));
      }
    }
    return places;
  }

  private List<SegmentBlock.Line> lines(BlobKey segment) throws SegmentDamagedException {
    long size =
        store
            .head(segment)
            .map(BlobInfo::size)
            .orElseThrow(() -> new SegmentDamagedException("there is no segment " + segment));
    if (size < SegmentWriter.FOOTER_LENGTH) {
      throw new SegmentDamagedException("%s has only %d bytes".formatted(segment, size));
    }
    int length = SegmentWriter.FOOTER_LENGTH;
    SegmentBlock.Footer footer = SegmentBlock.footer(bytes(segment, size - length, length));
    List<SegmentBlock.Line> lines =
        SegmentBlock.index(bytes(segment, footer.indexOffset(), footer.indexLength()));
    if (lines.stream().mapToInt(line -> line.executions().size()).sum() != footer.executions()) {
      throw new SegmentDamagedException("the index of %s is not consistent".formatted(segment));
    }
    return lines;
  }

  private byte[] bytes(BlobKey segment, long offset, int length) throws SegmentDamagedException {
    try (Blob blob = store.get(segment, ByteRange.of(offset, length))) {
      byte[] bytes = blob.stream().readNBytes(length);
      if (bytes.length < length) {
        throw new SegmentDamagedException(segment + " ends too early");
      }
      return bytes;
    } catch (BlobException.NotFound | BlobException.Rejected e) {
      throw new SegmentDamagedException("%s cannot be read".formatted(segment), e);
    } catch (IOException e) {
      throw new BlobException.Unavailable("reading %s broke off".formatted(segment), e);
    } catch (IllegalArgumentException e) {
      throw new SegmentDamagedException("no such place in %s".formatted(segment), e);
    }
  }
}
