package dev.hawser.identity.internal.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.audit.AuditTrail;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.core.id.Uuid7;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.SecretValue;
import dev.hawser.identity.internal.hash.RandomSecret;
import dev.hawser.identity.internal.vault.Binding;
import dev.hawser.identity.internal.vault.Sealed;
import dev.hawser.identity.internal.vault.Vault;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** Sets, lists and deletes environment secrets; nothing here gives a value back. */
@Singleton
public final class SecretService {
  /** How many secrets a project may have. */
  public static final int MOST = 200;

  private static final ErrorCode NOT_FOUND = new ErrorCode("identity.secret-not-found");
  private static final ErrorCode BAD_NAME = new ErrorCode("identity.secret-name-invalid");
  private static final ErrorCode TOO_MANY = new ErrorCode("identity.too-many-secrets");
  private static final ErrorCode NO_PROJECT = new ErrorCode("identity.project-missing");
  private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");
  private static final int FINGERPRINT = 12;

  /**
   * A secret as it may be shown.
   *
   * @param fingerprint random, another one whenever it is set
   */
  public record SecretView(
      String name,
      String fingerprint,
      Instant createdAt,
      String createdBy,
      Instant changedAt,
      String changedBy) {
    private static SecretView of(SecretRow row) {
      return new SecretView(
          row.name(),
          row.fingerprint(),
          row.createdAt(),
          row.createdBy(),
          row.changedAt(),
          row.changedBy());
    }
  }

  /** What is written. */
  @Singleton
  record Tables(SecretRepository secrets, SealedRepository items) {}

  private final SecretRepository secrets;
  private final SealedRepository items;
  private final Vault vault;
  private final SecretCache cache;
  private final Uuid7 ids;
  private final InstantSource clock;
  private final TransactionOperations<Connection> transactions;
  private final AuditTrail audit;

  SecretService(
      Tables tables,
      Vault vault,
      SecretCache cache,
      Uuid7 ids,
      InstantSource clock,
      @Named("identity") TransactionOperations<Connection> transactions,
      @Named("identity") AuditTrail audit) {
    this.secrets = tables.secrets();
    this.items = tables.items();
    this.vault = vault;
    this.cache = cache;
    this.ids = ids;
    this.clock = clock;
    this.transactions = transactions;
    this.audit = audit;
  }

  /** By name. */
  public Page<SecretView> list(ProjectId project, PageRequest request) {
    String after = request.position(text -> NAME.matcher(text).matches() ? text : null);
    List<SecretRow> rows = secrets.list(project, after == null ? "" : after, request.limit() + 1);
    return request.page(rows.stream().map(SecretView::of).toList(), SecretView::name);
  }

  /**
   * One of them.
   *
   * @throws HawserException.NotFound when there is none of that name
   */
  public SecretView get(ProjectId project, String name) {
    return secrets.find(project, name).map(SecretView::of).orElseThrow(() -> notFound(name));
  }

  /**
   * Sets a secret; doing it again does no harm.
   *
   * @return whether it is a new one
   * @throws HawserException.Invalid when the name does not have the form
   * @throws HawserException.Conflict when the project has {@value #MOST} others
   */
  public boolean put(Caller caller, String name, SecretValue value) {
    if (!NAME.matcher(name).matches()) {
      String message =
          "The name of a secret has 1 to 64 characters A to Z, 0 to 9 and _, the first one a"
              + " letter, such as API_TOKEN";
      throw new HawserException.Invalid(BAD_NAME, message, List.of(Problem.at("", message)));
    }
    UUID item = ids.next();
    Binding binding =
        new Binding(caller.organization(), caller.project(), SecretCache.purpose(name), item);
    Sealed sealed = vault.seal(binding, value.reveal().getBytes(UTF_8)); // may block: not inside
    boolean created =
        transactions.executeWrite(
            status -> {
              lock(caller);
              boolean isNew = store(caller, name, binding, sealed);
              audit.record(
                  AuditEvent.by(caller, "secrets.set").on("secret", name).with("new", isNew));
              return isNew;
            });
    cache.changed(caller.project());
    return created;
  }

  /**
   * Deletes a secret: at once here, within a second on the other replicas. A new value of the same
   * name is another secret.
   *
   * @throws HawserException.NotFound when there is none of that name
   */
  public void delete(Caller caller, String name) {
    transactions.executeWrite(
        status -> {
          lock(caller);
          ProjectId project = caller.project();
          SecretRow row = secrets.find(project, name).orElseThrow(() -> notFound(name));
          secrets.delete(project, name);
          audit.record(AuditEvent.by(caller, "secrets.deleted").on("secret", name));
          return items.delete(row.vaultItemId(), project);
        });
    cache.changed(caller.project());
  }

  private boolean store(Caller caller, String name, Binding binding, Sealed sealed) {
    ProjectId project = caller.project();
    SecretRow former = secrets.find(project, name).orElse(null);
    if (former == null && secrets.count(project) >= MOST) {
      throw new HawserException.Conflict(
          TOO_MANY, "This project has " + MOST + " secrets, which is as many as there may be.");
    }
    Instant now = clock.instant();
    items.insert(
        new SealedRow(
            binding.item(),
            caller.organization().value(),
            project.value(),
            binding.purpose(),
            sealed.key().keyId(),
            sealed.key().bytes(),
            sealed.ciphertext(),
            now));
    secrets.put(
        new SecretRow(
            project.value(),
            name,
            binding.item(),
            RandomSecret.next().substring(0, FINGERPRINT),
            caller.subject(),
            now,
            caller.subject(),
            now));
    if (former != null) {
      items.delete(former.vaultItemId(), project);
    }
    return former == null;
  }

  private void lock(Caller caller) {
    if (secrets.lock(caller.project(), caller.organization()) == 0) {
      throw new HawserException.Internal(
          NO_PROJECT, "A key belongs to " + caller.project() + ", which is gone", null);
    }
  }

  private static HawserException.NotFound notFound(String name) {
    return new HawserException.NotFound(NOT_FOUND, "There is no secret " + name);
  }
}
