package dev.hawser.identity.internal.credential;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Where credentials of one kind are stored. */
public interface CredentialSource<H> {
  /** What they are. */
  CredentialText.Kind kind();

  /** One that is not revoked, with what it allows now. Errors of the database come as they are. */
  Optional<StoredCredential<H>> find(UUID id);

  /** Writes down when it was used last. */
  void touch(UUID id, Instant at);
}
