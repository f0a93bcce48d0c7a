package dev.hawser.identity.internal.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.storage.Blob;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobPage;
import dev.hawser.storage.BlobPrefix;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.ByteRange;
import dev.hawser.storage.PageRequest;
import dev.hawser.storage.PageToken;
import dev.hawser.storage.PutCondition;
import dev.hawser.storage.PutOptions;
import jakarta.inject.Singleton;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** The segments of the archive in the blob store. */
@Singleton
final class SegmentBlobs {
  private final BlobStore blobs;

  SegmentBlobs(BlobStore blobs) {
    this.blobs = blobs;
  }

  /**
   * Stores a segment unless it is there: its name and its entries never change, so one that is
   * there was stored by somebody who died afterwards.
   *
   * @return false when another one is there under its name
   */
  boolean put(Segment segment, List<Entry> entries) {
    PutOptions options =
        PutOptions.DEFAULT
            .withContentType("application/gzip")
            .withCondition(PutCondition.IF_ABSENT);
    try {
      var _ = blobs.put(segment.key(), BlobSource.of(bytes(segment, entries)), options);
      return true;
    } catch (BlobException.ConditionFailed e) {
      ChainWalk walk =
          new ChainWalk(segment.organization(), segment.from() - 1, segment.previous());
      Segment found = read(segment.key(), walk::step).orElse(null);
      walk.finish(segment.to(), segment.hash());
      return segment.equals(found) && walk.broken() == null;
    }
  }

  /** The names of a log's segments, the oldest first. */
  List<BlobKey> list(OrganizationId organization) {
    List<BlobKey> keys = new ArrayList<>();
    Optional<PageToken> next = Optional.empty();
    do {
      BlobPage page =
          blobs.list(
              new BlobPrefix(Segment.folder(organization)),
              new PageRequest(PageRequest.MAX_LIMIT, next));
      page.blobs().stream()
          .filter(blob -> Segment.from(blob.key()) > 0)
          .forEach(blob -> keys.add(blob.key()));
      next = page.next();
    } while (next.isPresent());
    return keys;
  }

  /** The first line of a segment; empty when it is missing or none of ours. */
  Optional<Segment> header(BlobKey key) {
    return read(key, entry -> false);
  }

  /**
   * Hands over the entries of a segment until the reader has enough. What is no entry is handed
   * over as one with an empty text, which no chain takes.
   *
   * @return what its first line says; empty when it is missing or none of ours
   */
  Optional<Segment> read(BlobKey key, Predicate<Entry> reader) {
    try (Blob blob = blobs.get(key, ByteRange.ALL);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(new GZIPInputStream(blob.stream()), UTF_8))) {
      Segment header = Segment.ofHeader(lines.readLine());
      if (header == null) {
        return Optional.empty();
      }
      long sequence = header.from();
      boolean more = true;
      for (String line = lines.readLine(); more && line != null; line = lines.readLine()) {
        more = reader.test(entry(sequence, Entry.ofLine(sequence, line)));
        sequence++;
      }
      return Optional.of(header);
    } catch (BlobException.NotFound e) {
      return Optional.empty();
    } catch (java.util.zip.ZipException | java.io.EOFException e) {
      return Optional.empty(); // no gzip, or cut off: as good as missing
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Entry entry(long sequence, @Nullable Entry read) {
    return read == null ? new Entry(sequence, "", ChainHash.START) : read;
  }

  private static byte[] bytes(Segment segment, List<Entry> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write((segment.header() + "\n").getBytes(UTF_8));
      for (Entry entry : entries) {
        out.write((entry.line() + "\n").getBytes(UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
