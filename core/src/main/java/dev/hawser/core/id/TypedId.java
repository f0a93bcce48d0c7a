package dev.hawser.core.id;

import java.util.UUID;

/** An identifier of one kind of thing. Implementations are records, one for each concept. */
public interface TypedId {
  /** The UUIDv7 that databases and messages carry. */
  UUID value();
}
