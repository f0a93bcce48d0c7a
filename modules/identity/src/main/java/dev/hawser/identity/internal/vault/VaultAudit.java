package dev.hawser.identity.internal.vault;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.audit.RequestAudit;
import dev.hawser.core.outbox.OutboxEvent;
import dev.hawser.core.outbox.OutboxTable;
import dev.hawser.core.tenancy.OrganizationId;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Tells every organization that the keys over its secrets have changed. */
@Singleton
public final class VaultAudit {
  private final OutboxTable outbox = new OutboxTable("identity");
  private final RequestAudit requests;

  VaultAudit(RequestAudit requests) {
    this.requests = requests;
  }

  void rotated(Connection transaction, String key) throws SQLException {
    List<OutboxEvent> events = new ArrayList<>();
    try (Statement statement = transaction.createStatement();
        ResultSet rows = statement.executeQuery("select id from identity.organization")) {
      while (rows.next()) {
        OrganizationId organization = new OrganizationId(rows.getObject(1, UUID.class));
        AuditEvent event =
            AuditEvent.of(organization, null, "operator", "vault.rotated").on("vault-key", key);
        events.add(requests.recorded(event).toEvent());
      }
    }
    outbox.append(transaction, events);
  }
}
