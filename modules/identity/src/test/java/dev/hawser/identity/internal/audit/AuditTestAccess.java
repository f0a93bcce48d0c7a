package dev.hawser.identity.internal.audit;

import dev.hawser.core.tenancy.OrganizationId;
import io.micronaut.context.ApplicationContext;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Lets tests of other packages reach the archive. */
public final class AuditTestAccess {
  private AuditTestAccess() {}

  /** One run of the archive's duty. */
  public static void archive(ApplicationContext context) {
    context.getBean(AuditArchive.class).run(() -> true);
  }

  /** What a process leaves that dies after it has stored a segment of the first entries. */
  public static void storeOnly(
      ApplicationContext context, DataSource database, OrganizationId organization, long until)
      throws Exception {
    List<Entry> entries = new ArrayList<>();
    ChainWalk walk = new ChainWalk(organization, 0, ChainHash.START);
    try (Connection connection = database.getConnection();
        var plan =
            connection.prepareStatement(
                "update identity.audit_chain set archiving_until = ? where organization_id = ?")) {
      AuditRows.forEach(
          connection,
          organization,
          0,
          entry -> entry.sequence() <= until && walk.step(entry) && entries.add(entry));
      plan.setLong(1, until);
      plan.setObject(2, organization.value());
      plan.executeUpdate();
    }
    context
        .getBean(SegmentBlobs.class)
        .put(new Segment(organization, 1, until, ChainHash.START, walk.hash()), entries);
  }

  /** The names of the archive's blobs. */
  public static List<String> segments(ApplicationContext context, OrganizationId organization) {
    return context.getBean(SegmentBlobs.class).list(organization).stream()
        .map(key -> key.value())
        .toList();
  }
}
