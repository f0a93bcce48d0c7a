package dev.hawser.core.egress;

import java.io.IOException;

/** Takes an answer in while it arrives. */
@FunctionalInterface
public interface OutboundReader<T> {
  /**
   * Reads the answer; what it leaves unread is read and dropped.
   *
   * @throws IOException when reading the body failed
   */
  T read(OutboundAnswer answer) throws IOException;
}
