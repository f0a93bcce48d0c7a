package dev.hawser.identity.internal.audit;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.postgres.PlainDataSources;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.internal.audit.AuditRows.Head;
import dev.hawser.identity.internal.audit.ChainWalk.Anchor;
import dev.hawser.identity.internal.audit.ChainWalk.Break;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobKey;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Says whether logs are what was recorded. */
@Singleton
public final class Verifier {
  private static final ErrorCode INVALID = new ErrorCode("identity.audit-anchor-invalid");
  private static final ErrorCode NO_STORE = new ErrorCode("identity.storage-unavailable");
  private static final Pattern ANCHOR = Pattern.compile("([0-9]{1,18}):([0-9a-f]{64})");
  private static final UUID FIRST = new UUID(0, 0);

  /** How far back. */
  public enum Scope {
    /** What is in the database. */
    LOG,
    /** That, and what is in the blob store. */
    LOG_AND_ARCHIVE
  }

  /**
   * What was found.
   *
   * @param from the first entry that was looked at
   * @param to the last entry of the log
   * @param hash of the last entry, to be noted outside
   * @param entries how many hold
   * @param brokenAt the first entry that does not hold; null when all do
   * @param reason what is wrong there
   */
  public record Verification(
      OrganizationId organization,
      long from,
      long to,
      String hash,
      long entries,
      @Nullable Long brokenAt,
      @Nullable String reason) {}

  private final DataSource dataSource;
  private final SegmentBlobs segments;

  Verifier(@Named("identity") DataSource dataSource, SegmentBlobs segments) {
    this.dataSource = PlainDataSources.plain(dataSource);
    this.segments = segments;
  }

  /**
   * Goes along one log.
   *
   * @param noted a place that was noted outside: {@code <number>:<hash>}
   * @throws HawserException.Invalid when that has another form, or is in the archive that is not
   *     looked at
   */
  public Verification verify(OrganizationId organization, Scope scope, @Nullable String noted) {
    Anchor anchor = noted == null ? null : anchor(noted);
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      try {
        return verify(connection, organization, scope, anchor);
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw AuditLog.failure(e);
    } catch (BlobException | UncheckedIOException e) {
      throw new HawserException.Unavailable(
          NO_STORE, "The archive of the audit log cannot be read right now.", e);
    }
  }

  /** Some logs, in the order of the organizations. */
  public Page<Verification> verifyAll(Scope scope, PageRequest request) {
    OrganizationId after = request.position(text -> OrganizationId.parse(text).orElse(null));
    List<OrganizationId> found =
        AuditLog.ask(
            dataSource,
            connection ->
                AuditRows.organizations(
                    connection, after == null ? FIRST : after.value(), request.limit() + 1));
    Page<OrganizationId> page = request.page(found, OrganizationId::toString);
    return new Page<>(
        page.items().stream().map(organization -> verify(organization, scope, null)).toList(),
        page.nextCursor());
  }

  private Verification verify(
      Connection transaction, OrganizationId organization, Scope scope, @Nullable Anchor anchor)
      throws SQLException {
    Head head =
        AuditRows.head(transaction, organization)
            .orElse(new Head(0, ChainHash.START, 0, ChainHash.START));
    boolean archive = scope == Scope.LOG_AND_ARCHIVE && head.archivedSequence() > 0;
    if (anchor != null && anchor.sequence() < head.archivedSequence() && !archive) {
      throw invalid("anchor is in the archive, which is only looked at with archive=true");
    }
    ChainWalk old =
        archive
            ? archive(organization, head, anchor)
            : new ChainWalk(organization, head.archivedSequence(), head.archivedHash(), anchor);
    long from = old.sequence() - old.walked() + 1;
    ChainWalk walk =
        old.broken() == null && archive
            ? new ChainWalk(organization, head.archivedSequence(), head.archivedHash(), anchor)
            : old;
    if (walk.broken() == null) {
      AuditRows.forEach(transaction, organization, head.archivedSequence(), walk::step);
      walk.finish(head.sequence(), head.hash());
    }
    Break broken = walk.broken();
    if (broken == null && anchor != null && anchor.sequence() > head.sequence()) {
      String reason = "the entry is missing: the log once went on to " + anchor.sequence();
      broken = new Break(head.sequence() + 1, reason);
    }
    return new Verification(
        organization,
        from,
        head.sequence(),
        head.hash().toString(),
        walk == old ? walk.walked() : walk.walked() + old.walked(),
        broken == null ? null : broken.sequence(),
        broken == null ? null : broken.reason());
  }

  /** From the oldest segment that there is to where the log begins. */
  private ChainWalk archive(OrganizationId organization, Head head, @Nullable Anchor anchor) {
    List<BlobKey> keys = segments.list(organization);
    long first = keys.isEmpty() ? 1 : Segment.from(keys.getFirst());
    ChainHash before =
        keys.isEmpty() || first == 1
            ? ChainHash.START
            : segments.header(keys.getFirst()).map(Segment::previous).orElse(ChainHash.START);
    ChainWalk walk = new ChainWalk(organization, first - 1, before, anchor);
    for (BlobKey key : keys) {
      // One that nobody has noted yet holds entries that are still in the log.
      if (walk.broken() == null && walk.sequence() < head.archivedSequence()) {
        segments.read(key, walk::step);
      }
    }
    walk.finish(head.archivedSequence(), head.archivedHash());
    return walk;
  }

  private static Anchor anchor(String text) {
    Matcher matcher = ANCHOR.matcher(text);
    if (!matcher.matches()) {
      throw invalid("anchor must be a number, a colon and a hash in 64 hexadecimal digits");
    }
    return new Anchor(
        Long.parseLong(matcher.group(1)), new ChainHash(HexFormat.of().parseHex(matcher.group(2))));
  }

  private static HawserException.Invalid invalid(String message) {
    return new HawserException.Invalid(INVALID, message, List.of(Problem.at("/anchor", message)));
  }
}
