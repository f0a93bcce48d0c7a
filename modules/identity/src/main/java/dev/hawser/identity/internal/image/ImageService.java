package dev.hawser.identity.internal.image;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.audit.AuditTrail;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.id.Uuid7;
import dev.hawser.core.tenancy.OrganizationId;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/**
 * The pictures of organizations and users. The bytes are stored first, under a name of their own;
 * then the row is switched in one transaction; then the bytes that were there before are deleted. A
 * process that dies in between leaves bytes that no row leads to, which {@link ImageSweep} finds.
 * The reasons are in docs/decisions/0012-images-and-cached-blobs.md.
 */
@Singleton
public final class ImageService {
  private static final ErrorCode NO_USER = new ErrorCode("identity.user-not-found");
  private static final ErrorCode NO_IMAGE = new ErrorCode("identity.image-not-found");

  /**
   * A picture that is stored.
   *
   * @param id changes with each upload
   * @param size in bytes
   */
  public record Image(UUID id, String mediaType, int width, int height, int size) {
    private static Image of(ImageRow row) {
      return new Image(row.id(), row.mediaType(), row.width(), row.height(), row.size());
    }
  }

  /** A picture and its bytes. */
  public record Content(Image image, byte[] bytes) {}

  private final ImageRepository rows;
  private final ImageBlobs blobs;
  private final ImageLab lab;
  private final Uuid7 ids;
  private final InstantSource clock;
  private final TransactionOperations<Connection> transactions;
  private final AuditTrail audit;

  ImageService(
      ImageRepository rows,
      ImageBlobs blobs,
      ImageLab lab,
      Uuid7 ids,
      InstantSource clock,
      @Named("identity") TransactionOperations<Connection> transactions,
      @Named("identity") AuditTrail audit) {
    this.rows = rows;
    this.blobs = blobs;
    this.lab = lab;
    this.ids = ids;
    this.clock = clock;
    this.transactions = transactions;
    this.audit = audit;
  }

  /**
   * Checks that the owner exists, for callers that have work to do before {@link #put}.
   *
   * @throws HawserException.NotFound when the user is unknown or of another organization
   */
  public void require(ImageOwner owner) {
    boolean there =
        switch (owner) {
          case ImageOwner.Organization organization -> true; // callers come from one
          case ImageOwner.User user ->
              rows.countUsers(user.organization(), user.user().value()) > 0;
        };
    if (!there) {
      throw notFound(owner);
    }
  }

  /**
   * Makes a file the owner's picture.
   *
   * @param file as it was sent
   * @param by who did it
   * @throws HawserException.Invalid when the file is not a picture that is taken
   * @throws HawserException.NotFound when the user is unknown or of another organization
   * @throws HawserException.Unavailable when the store is down; the picture is as it was then
   */
  public Image put(ImageOwner owner, byte[] file, String by) {
    EncodedImage encoded = lab.renew(file, owner.maxSide());
    ImageRow row = row(owner, encoded, by, clock.instant());
    blobs.put(row, encoded.bytes());
    replace(owner, Optional.of(row), by);
    return Image.of(row);
  }

  /** The owner's picture without its bytes. */
  public Optional<Image> find(ImageOwner owner) {
    return row(owner).map(Image::of);
  }

  /**
   * The owner's picture.
   *
   * @throws HawserException.NotFound when there is none, or no such user
   */
  public Content get(ImageOwner owner) {
    // An upload at the same time deletes the old bytes after it has switched the row.
    for (int attempt = 0; attempt < 2; attempt++) {
      ImageRow row = row(owner).orElseThrow(() -> missing(owner));
      Optional<byte[]> bytes = blobs.get(row);
      if (bytes.isPresent()) {
        return new Content(Image.of(row), bytes.get());
      }
    }
    throw missing(owner);
  }

  /**
   * Removes the owner's picture, if there is one.
   *
   * @param by who does it
   * @throws HawserException.NotFound when the user is unknown or of another organization
   */
  public void delete(ImageOwner owner, String by) {
    replace(owner, Optional.empty(), by);
  }

  private void replace(ImageOwner owner, Optional<ImageRow> next, String by) {
    Optional<ImageRow> before =
        transactions.executeWrite(
            status -> {
              lock(owner);
              Optional<ImageRow> old = row(owner);
              old.ifPresent(row -> rows.remove(row.organization(), row.id()));
              next.ifPresent(rows::insert);
              if (old.isPresent() || next.isPresent()) {
                audit.record(event(owner, next, by));
              }
              return old;
            });
    before.ifPresent(blobs::deleteOrphan);
  }

  private static AuditEvent event(ImageOwner owner, Optional<ImageRow> next, String by) {
    String what = next.isPresent() ? "set" : "deleted";
    AuditEvent event =
        switch (owner) {
          case ImageOwner.Organization of ->
              AuditEvent.of(of.organization(), null, by, "organization.logo-" + what)
                  .on("organization", of.organization());
          case ImageOwner.User of ->
              AuditEvent.of(of.organization(), null, by, "users.picture-" + what)
                  .on("user", of.user());
        };
    return event.with("image", next.map(ImageRow::id).orElse(null));
  }

  /** Changes of one owner's picture come one after the other, so each one sees what it replaces. */
  private void lock(ImageOwner owner) {
    OrganizationId organization = owner.organization();
    int locked =
        switch (owner) {
          case ImageOwner.Organization same -> rows.lockOrganization(organization);
          case ImageOwner.User user -> rows.lockUser(organization, user.user().value());
        };
    if (locked == 0) {
      throw notFound(owner);
    }
  }

  private Optional<ImageRow> row(ImageOwner owner) {
    OrganizationId organization = owner.organization();
    return switch (owner) {
      case ImageOwner.Organization same -> rows.findLogo(organization);
      case ImageOwner.User user -> rows.findAvatar(organization, user.user().value());
    };
  }

  private ImageRow row(ImageOwner owner, EncodedImage image, String by, Instant now) {
    UUID user = owner instanceof ImageOwner.User of ? of.user().value() : null;
    return new ImageRow(
        ids.next(),
        owner.organization().value(),
        user,
        image.mediaType(),
        image.width(),
        image.height(),
        image.bytes().length,
        by,
        now);
  }

  private HawserException missing(ImageOwner owner) {
    require(owner);
    return new HawserException.NotFound(NO_IMAGE, "There is no image here.");
  }

  private static HawserException.NotFound notFound(ImageOwner owner) {
    return userNotFound(
        owner instanceof ImageOwner.User user ? user.user().toString() : owner.toString());
  }

  /** What is answered for a user that is unknown, of another organization, or no id at all. */
  public static HawserException.NotFound userNotFound(String text) {
    return new HawserException.NotFound(NO_USER, "There is no user " + text);
  }
}
